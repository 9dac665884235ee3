/**
 * How many cases a property is tried with. `npm test` tries some; `npm run test:properties` tries ten
 * times as many, `PROPERTY_FACTOR=100 npm run test:properties` a hundred times.
 */

const FACTOR = Number(process.env.PROPERTY_FACTOR ?? 1);

/** Whether every place is to be tried, where one in so many will do for the time of `npm test`. */
export const IS_THOROUGH = FACTOR > 1;

/** @param usual number of cases in `npm test` */
export const cases = (usual: number): number => Math.ceil(usual * FACTOR);

/** Of a property that has the same cases in every run: `PROPERTY_SEED=1` for others. */
export const SEED = Number(process.env.PROPERTY_SEED ?? 7);
