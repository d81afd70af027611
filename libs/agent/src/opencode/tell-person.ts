import { printable } from '@orssh/protocol/printable';

import type { PluginInput } from './plugin-input.js';

/** Shows a person something, as a toast, and logs it. Never fails, and is not waited for. */
export function tellPerson({ client }: Pick<PluginInput, 'client'>, message: string): void {
  const quietly = (tell: () => Promise<unknown> | undefined): void => {
    void Promise.resolve()
      .then(tell)
      .catch(() => undefined);
  };
  quietly(() => client.app?.log({ body: { service: 'opencode-remote-ssh', level: 'error', message } }));
  quietly(() => client.tui?.showToast({ body: { message: printable(message), variant: 'error' } }));
}
