/**
 * Nobody answers at the resume URL of a suspended execution; test/e2e has an n8n that does. To be
 * imported before anything of the nodes.
 */

jest.mock('../../nodes/Sora/actions/suspend/selfCalls', () => ({
	...jest.requireActual<object>('../../nodes/Sora/actions/suspend/selfCalls'),
	planCalls: jest.fn(),
	misroutedReason: jest.fn(async () => await Promise.resolve(null)),
}));
