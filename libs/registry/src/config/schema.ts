import * as z from 'zod/mini';

import { leaseModes, strategies } from '../registry.js';
import {
  durationSchema,
  hidden,
  pattern,
  filePath,
  hostFolder,
  hostName,
  installFolder,
  plainText,
  portNumber,
  sshName,
  sshPort,
  word,
} from './fields.js';

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

const strategySchema = z.enum(strategies).check(z.describe('How one host of several is chosen.'));

/** What every level may set. */
const settings = {
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

const labelSchema = z
  .string()
  .check(
    z.maxLength(256),
    z.regex(pattern`^[^\s=,${hidden}]+(?:=[^,${hidden}]*)?$`, 'a label such as gpu or env=prod'),
  );

const labelsSchema = z
  .union([
    z.array(labelSchema).check(z.maxLength(256)),
    z.record(
      z.string().check(z.maxLength(128), z.regex(pattern`^[^\s=,${hidden}]+$`, 'a label such as gpu')),
      z.union([
        z.boolean(),
        z.number(),
        z
          .string()
          .check(
            z.maxLength(128),
            z.regex(pattern`^[^,${hidden}]*$`, 'text without commas and control characters'),
          ),
      ]),
    ),
  ])
  .check(z.describe('["gpu", "env=prod"], or {"gpu": true, "env": "prod"}.'));

const sshSchema = z.strictObject({
  host: hostName.check(z.describe('A name or address, or an alias of ssh_config.')),
  user: z.optional(sshName.check(z.describe('User to log in as.'))),
  port: z.optional(sshPort.check(z.describe('Port of the SSH server.'))),
  identityFile: z.optional(
    z
      .union([filePath, z.array(filePath).check(z.minLength(1), z.maxLength(32))])
      .check(z.describe('Private key, or several, to log in with.')),
  ),
  identitiesOnly: z.optional(z.boolean().check(z.describe('Offer these keys only, and none of the agent.'))),
  proxyJump: z.optional(
    z
      .string()
      .check(
        z.maxLength(1024),
        z.regex(
          pattern`^(?!-)(?!.*[,@/]-)[^\s${hidden}'"\x60$\\;&<>|(){}]+$`,
          'jump hosts such as user@jump:22, separated by commas, or none',
        ),
        z.describe('Hosts to go through, as in ssh_config.'),
      ),
  ),
  proxyCommand: z.optional(
    plainText(4096, 'a command line').check(
      z.describe('Program on this machine that carries the connection.'),
    ),
  ),
  hostKeyAlias: z.optional(hostName.check(z.describe('Name of the host in known_hosts.'))),
  options: z.optional(
    z
      .record(
        z
          .string()
          .check(
            z.maxLength(64),
            z.regex(/^(?!(?:[Hh]ost|[Mm]atch|[Ii]nclude)$)[A-Za-z][A-Za-z0-9]*$/, 'an option of ssh_config'),
          ),
        z.union([z.boolean(), z.number(), plainText(4096, 'text on one line')]),
      )
      .check(z.describe('Further options of ssh_config by their names there.')),
  ),
});

const hostSchema = z.strictObject({
  name: word.check(z.describe('Unique among all names and aliases.')),
  aliases: z.optional(z.array(word).check(z.maxLength(64), z.describe('Further names.'))),
  labels: z.optional(labelsSchema),
  ssh: sshSchema.check(
    z.describe('How to reach it, in the terms of ssh_config, which decides what is absent.'),
  ),
  ...settings,
});

const provider = {
  strategy: z.optional(strategySchema),
  labels: z.optional(labelsSchema),
  ...settings,
  hosts: z.optional(
    z.array(hostSchema).check(z.maxLength(100_000), z.describe('The hosts of this provider.')),
  ),
};

const providerSchema = z.strictObject(provider);
const namedProviderSchema = z.strictObject({
  name: word.check(z.describe('Name of the provider.')),
  ...provider,
});

const defaultsSchema = z.strictObject({
  selectionStrategy: z.optional(strategySchema),
  strategy: z.optional(strategySchema),
  ...settings,
});

/** A configuration file, and the plugin's options: what may be written, before anything is filled in. */
export const configSchema = z.strictObject({
  $schema: z.optional(z.string().check(z.maxLength(4096), z.describe('For editors.'))),
  strategy: z.optional(strategySchema),
  ...settings,
  defaults: z.optional(defaultsSchema.check(z.describe('The same settings as beside it, in one place.'))),
  providers: z.optional(
    z
      .union([z.record(word, providerSchema), z.array(namedProviderSchema).check(z.maxLength(10_000))])
      .check(z.describe('Groups of hosts by name, or a list of {"name": …}.')),
  ),
});

export type Config = z.infer<typeof configSchema>;
export type ProviderConfig = z.infer<typeof providerSchema>;
export type HostConfig = z.infer<typeof hostSchema>;
export type SettingsConfig = Pick<HostConfig, keyof typeof settings>;
export type LabelsConfig = z.infer<typeof labelsSchema>;

export { hostSchema };
