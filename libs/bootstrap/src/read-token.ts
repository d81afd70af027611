import type { Connection } from '@orssh/tunnel';

import { manage, type ManageOptions, stubJson } from './manage.js';

const form = /^[0-9a-f]{32,256}$/;

/** The token of the stub that runs, by a command on the host; undefined when none runs that proves to know it. */
export async function readToken(
  connection: Connection,
  options: ManageOptions = {},
): Promise<string | undefined> {
  const answer = await manage(connection, 'status', options, ['--with-token']);
  if (!answer.has('installed')) return undefined;
  const { token } = stubJson(answer, connection);
  return tokenIn(token);
}

/** What a host says is a token, if it can be one. */
export function tokenIn(value: unknown): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}
