import { toJSONSchema } from 'zod/mini';

import { configSchema } from './schema.js';

/** What {@link configSchema} takes, for editors: made from the same definition, descriptions included. */
export function configJsonSchema(): object {
  const { $schema, ...schema } = toJSONSchema(configSchema, { target: 'draft-7', io: 'input' });
  return { $schema, title: 'orssh: hosts and settings', ...schema };
}
