import * as z from 'zod/mini';

import { leaseModes } from '../registry.js';
import { durationSchema, hidden, hostFolder, installFolder, pattern, portNumber } from './fields.js';

const deprecated = 'Has no meaning any more; accepted with a notice.';

const tunnelSchema = z.strictObject({
  connectTimeoutMs: z.optional(
    z
      .int()
      .check(z.minimum(1), z.maximum(604_800_000), z.describe('Milliseconds for the connection, each hop.')),
  ),
  healthTimeoutMs: z.optional(
    z
      .int()
      .check(
        z.minimum(1),
        z.maximum(604_800_000),
        z.describe('Milliseconds for a first answer of the stub.'),
      ),
  ),
  localPortRange: z.optional(z.array(portNumber).check(z.describe(deprecated))),
});

const denyPattern = z
  .string()
  .check(
    z.maxLength(512),
    z.regex(pattern`^(?=.*[^\s*?])[^${hidden}]+$`, 'a command with * for any text, such as "git push *"'),
  );

/** What every level may set. */
export const settings = {
  installRoot: z.optional(
    installFolder.check(z.describe('Where the stub lives on the host: absolute, or below ~/.')),
  ),
  idleTimeout: z.optional(
    durationSchema.check(
      z.describe('The stub ends when nobody has used it for this time: 30m, 1h30m; 0 for never.'),
    ),
  ),
  leaseMode: z.optional(
    z
      .enum(leaseModes)
      .check(
        z.describe(
          'shared with others, exclusive, or none: no lease is taken, and an exclusive one still counts.',
        ),
      ),
  ),
  leaseTtlMs: z.optional(
    z
      .int()
      .check(
        z.minimum(5_000),
        z.maximum(600_000),
        z.describe('Milliseconds for which a host is kept for a holder that it does not hear from.'),
      ),
  ),
  onSteal: z.optional(
    z
      .enum(['keep', 'stop'])
      .check(z.describe("What becomes of a lease holder's commands when its lease is stolen.")),
  ),
  enforcement: z.optional(
    z
      .enum(['required', 'best-effort', 'off'])
      .check(z.describe('Whether the kernel of the host has to hold commands to the approved paths.')),
  ),
  network: z.optional(
    z
      .enum(['full', 'loopback', 'none'])
      .check(z.describe('What commands on the host reach of the network; loopback: one of their own.')),
  ),
  maxProcesses: z.optional(
    z
      .int()
      .check(
        z.minimum(1),
        z.maximum(4_194_304),
        z.describe('Processes of the user on the host, all together, past which a command starts none.'),
      ),
  ),
  maxMemoryBytes: z.optional(
    z
      .int()
      .check(
        z.minimum(1_048_576),
        z.maximum(Number.MAX_SAFE_INTEGER),
        z.describe('Address space of each process of a command.'),
      ),
  ),
  maxOutputBytes: z.optional(
    z
      .int()
      .check(
        z.minimum(1_024),
        z.maximum(Number.MAX_SAFE_INTEGER),
        z.describe('Output of a command, past which it is ended.'),
      ),
  ),
  deny: z.optional(
    z
      .array(denyPattern)
      .check(
        z.maxLength(128),
        z.describe(
          'Patterns of commands that are refused, where * is any text: "git push *". They go by what is written.',
        ),
      ),
  ),
  agent: z.optional(
    z
      .enum(['local', 'none'])
      .check(z.describe('local: the model loop runs on this machine. none: there is none.')),
  ),
  agentIdleMs: z.optional(
    z
      .int()
      .check(
        z.minimum(1_000),
        z.maximum(604_800_000),
        z.describe('Milliseconds without a prompt after which the OpenCode that runs the model loop ends.'),
      ),
  ),
  directory: z.optional(hostFolder.check(z.describe('Folder on the host that a workspace starts in.'))),
  tunnel: z.optional(tunnelSchema.check(z.describe('Timeouts of the connection.'))),
  stubPort: z.optional(portNumber.check(z.describe(deprecated))),
};

export const settingNames = Object.keys(settings) as (keyof typeof settings)[];
