import { AgentError } from '../agent-error.js';
import type { PluginInput } from './plugin-input.js';

/** OpenCode's API, asked in its own process. Rejects with `shut` where it does not answer as it should. */
export class OpencodeCalls {
  constructor(private readonly input: Pick<PluginInput, 'client'>) {}

  async get(url: string): Promise<unknown> {
    const { _client: client } = this.input.client;
    if (!client) throw shut(`gives plugins no way to ask ${url}`);
    const { data, error, response } = await client.request({ method: 'GET', url });
    if (error !== undefined || data === undefined) {
      throw shut(`answered ${response?.status ?? 0} to GET ${url}`);
    }
    return data;
  }
}

function shut(what: string): AgentError {
  return new AgentError(
    'shut',
    '',
    `This OpenCode ${what}: what its tools would touch is not known.`,
    'Use OpenCode 1.18.33, the version this plugin was tried with.',
  );
}
