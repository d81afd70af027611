import type { Described } from './describe-issue.js';
import type { Config } from './schema.js';
import { settingNames } from './settings-schema.js';

/** A setting that stands both at the top and in `defaults` has to say the same in both. */
export function contradictions(config: Config): Described[] {
  const { defaults = {} } = config;
  const pairs: [path: string[], other: string, inDefaults: unknown, atTop: unknown][] = [
    [['defaults', 'selectionStrategy'], 'strategy', defaults.selectionStrategy, config.strategy],
    [['defaults', 'strategy'], 'strategy', defaults.strategy, config.strategy],
    [['defaults', 'strategy'], 'defaults.selectionStrategy', defaults.strategy, defaults.selectionStrategy],
  ];
  const { tunnel = {} } = defaults;
  for (const name of settingNames) {
    if (name !== 'tunnel') pairs.push([['defaults', name], name, defaults[name], config[name]]);
  }
  for (const name of ['connectTimeoutMs', 'healthTimeoutMs'] as const) {
    pairs.push([['defaults', 'tunnel', name], `tunnel.${name}`, tunnel[name], config.tunnel?.[name]]);
  }
  return pairs
    .filter(
      ([, , inDefaults, atTop]) =>
        inDefaults !== undefined &&
        atTop !== undefined &&
        JSON.stringify(inDefaults) !== JSON.stringify(atTop),
    )
    .map(([path, other, inDefaults, atTop]) => ({
      path,
      message: `is ${JSON.stringify(inDefaults)}, while ${other} is ${JSON.stringify(atTop)}`,
      remedy: 'Keep one of the two: they mean the same.',
    }));
}
