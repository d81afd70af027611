import type { StubClient } from '../stub-client.js';

/** Who has the sessions: the stub, or an agent host. */
export type EventSource = Pick<StubClient, 'events' | 'forward'>;
