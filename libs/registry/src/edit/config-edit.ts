import type { z } from 'zod/mini';

import type { hostSchema } from '../config/schema.js';
import type { ConfigPath } from '../parse/config-path.js';

/** A host as it is written down: `name` and `ssh.host` at least. */
export type NewHost = z.infer<typeof hostSchema>;

/** Where the configuration is in a file, and what it is there now. */
export interface EditedConfig {
  text: string;
  at: ConfigPath;
  value: unknown;
}

/** What changes one format's text and leaves the rest of it, comments too, as it is. */
export interface TextEdit {
  addHost(edited: EditedConfig, provider: string, host: NewHost): string;
  /** `path` leads to the host from the top of the configuration. */
  removeHost(edited: EditedConfig, path: ConfigPath): string;
}
