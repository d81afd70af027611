import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { localLeases } from '@orssh/lease';
import type { HostSettings, Registry, RegistryHost } from '@orssh/registry';

import { chooseHost } from './choose-host.js';

const settings: HostSettings = {
  ...{ leaseMode: 'shared', onSteal: 'keep', enforcement: 'best-effort', agent: 'local', tunnel: {} },
};
const file = { path: '/registry.json', role: 'given' } as const;

function host(name: string, labels: string[] = []): RegistryHost {
  const ssh = { host: `${name}.example` };
  return { id: `lab/${name}`, name, provider: 'lab', aliases: [], labels, ssh, settings, file };
}

const hosts = [host('one', ['gpu']), host('two', ['gpu']), host('three')];
const registry: Registry = {
  ...{ files: [file], notices: [], hosts, defaults: settings },
  providers: [{ name: 'lab', strategy: 'first_available', labels: [], hosts }],
};

let env: NodeJS.ProcessEnv;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'orssh-choose-'));
  env = { XDG_STATE_HOME: folder };
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['a name', { host: 'two' }, { target: 'lab/two', name: 'two', directory: undefined }],
  [
    'a name with a folder',
    { host: 'two:/srv/app' },
    { target: 'lab/two', name: 'two', directory: '/srv/app' },
  ],
  ['what ssh_config knows', { host: 'alias' }, { target: 'alias', name: 'alias', directory: undefined }],
  ['user, host, port and folder', { host: 'ann@far:2222:~/x' }, { target: 'ann@far:2222', directory: '~/x' }],
  ['a URL', { host: 'ssh://ann@far:22' }, { target: 'ssh://ann@far:22', directory: undefined }],
  ['labels', { labels: ['gpu'] }, { target: 'lab/one' }],
  ['a provider', { provider: 'lab' }, { target: 'lab/one' }],
  ['nothing', {}, { target: 'lab/one' }],
])('%s leads to a host', async (_name, extra, expected) => {
  expect(await chooseHost(registry, extra, env)).toMatchObject(expected);
});

test('a host that somebody on this machine has leased goes last', async () => {
  const lease = { host: 'u@one.example:22', target: 'one', mode: 'exclusive', workspace: 'w' } as const;
  const held = await localLeases({ env }).acquire(lease);
  expect(await chooseHost(registry, { labels: ['gpu'] }, env)).toMatchObject({ target: 'lab/two' });
  await held.release();
});

test.each<[object, string, string]>([
  [{ labels: ['gpv'] }, 'no_match', 'did you mean "gpu"?'],
  [{ provider: 'lap' }, 'unknown_provider', 'did you mean "lab"?'],
  [{ host: 'lab' }, 'unknown_host', 'lab/NAME'],
  [{ host: '-oProxyCommand=x' }, 'unknown_host', 'Give a name'],
])('%j is refused with %s', async (extra, code, remedy) => {
  await expect(chooseHost(registry, extra, env)).rejects.toMatchObject({
    code,
    remedy: expect.stringContaining(remedy) as string,
  });
});
