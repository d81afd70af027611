import * as z from 'zod/mini';

import { strategies } from '../registry.js';
import { hidden, pattern, word } from './fields.js';
import { settings } from './settings-schema.js';
import { sshSchema } from './ssh-schema.js';

const strategySchema = z.enum(strategies).check(z.describe('How one host of several is chosen.'));

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
