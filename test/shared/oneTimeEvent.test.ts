import { OneTimeEvent } from '../../nodes/Sora/shared/oneTimeEvent';

const never = new Promise<void>(() => {});

describe('an event that happens once', () => {
	it('lets go on whoever waits, before and after it', async () => {
		const event = new OneTimeEvent();
		const waits = [event.happened(), event.orUntil(never)];
		event.fire();
		await Promise.all([...waits, event.happened(), event.orUntil(never)]);
		expect(event.waiting).toBe(0);
	});

	it('keeps nothing of a wait that something else has ended', async () => {
		const event = new OneTimeEvent();
		for (let wait = 0; wait < 100; wait++) await event.orUntil(Promise.resolve());
		expect(event.waiting).toBe(0);
	});

	it('passes on what the other one rejects with, and keeps nothing of it', async () => {
		const event = new OneTimeEvent();
		await expect(event.orUntil(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
		await Promise.resolve();
		expect(event.waiting).toBe(0);
	});
});
