import type { Registry, RegistryHost } from '@orssh/registry';

import type { Cli } from '../cli.js';
import { registeredHost } from '../hosts/take-out.js';
import { jsonText } from '../output/answer.js';

/** What the files say together, as JSON; of one host where a target is named. */
export async function renderConfig(
  cli: Cli,
  registry: Registry,
  { target, onOneLine }: { target?: string; onOneLine: boolean },
): Promise<string> {
  const shown =
    target === undefined ? wholeOf(registry) : shownHost(await registeredHost(cli, registry, target));
  return `${jsonText(shown, onOneLine ? undefined : 2)}\n`;
}

/** Every host once, in its provider. */
function wholeOf({ files, defaults, providers, notices }: Registry) {
  const all = providers.map((provider) => ({ ...provider, hosts: provider.hosts.map(shownHost) }));
  return { files, defaults, providers: all, notices };
}

function shownHost({ file, ...host }: RegistryHost) {
  return { ...host, file: file.path };
}
