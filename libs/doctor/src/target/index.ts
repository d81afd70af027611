import type { Check } from '../check.js';
import { connected } from './connected.js';
import { inspected } from './host.js';
import { name } from './name.js';
import { resolved } from './resolved.js';
import { stubChecks } from './stub.js';

/** What is looked at of one host, after this machine. */
export const targetChecks: readonly Check[] = [resolved, name, connected, inspected, ...stubChecks];
