import type { Registry, RegistryHost } from '../registry.js';
import { noSettings } from '../config/settings.js';
import { selectHosts } from './select-hosts.js';

test('labels all have to fit; a bare key fits any value', () => {
  const hosts = [host('a', ['gpu', 'env=prod']), host('b', ['env=prod']), host('c', ['gpu', 'env=dev'])];
  const names = (labels: string[]) =>
    selectHosts(registryOf(hosts), { labels }).hosts.map((one) => one.host?.name);
  expect(names(['gpu', 'env=prod'])).toEqual(['a']);
  expect(names(['env'])).toEqual(['a', 'b', 'c']);
});

function host(name: string, labels: string[]): RegistryHost {
  const file = { path: '/registry.json', role: 'given' } as const;
  return {
    id: `p/${name}`,
    name,
    provider: 'p',
    aliases: [],
    labels,
    ssh: { host: name },
    settings: noSettings,
    file,
  };
}

function registryOf(hosts: RegistryHost[]): Registry {
  const providers = [{ name: 'p', strategy: 'first_available', labels: [], hosts } as const];
  return { files: [], notices: [], providers, hosts, defaults: noSettings };
}
