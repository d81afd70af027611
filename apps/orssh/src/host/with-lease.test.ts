import type { LeaseHostOptions, RemoteHost } from '@orssh/adaptor';
import type { RegistryHost } from '@orssh/registry';

import { fakeCli } from '../testing/fake-cli.js';
import { checkLeaseOptions, type LeaseOptions } from './lease-options.js';
import { withLease } from './with-lease.js';

const { LeaseError } = await import('@orssh/lease');

const remote = { destination: { target: 'web1', user: 'me', host: 'web1.example', port: 22 } } as RemoteHost;
const listed = (settings: Partial<RegistryHost['settings']>) => ({ settings }) as RegistryHost;

function leasing(refuse?: Error) {
  const asked: LeaseHostOptions[] = [];
  const seen: string[] = [];
  const leases = {
    leaseKey: () => 'me@web1.example:22',
    leaseHost: (_host: unknown, options: LeaseHostOptions) => {
      asked.push(options);
      if (refuse) return Promise.reject(refuse);
      return Promise.resolve({ release: () => Promise.resolve(seen.push('released')) });
    },
  };
  const cli = fakeCli({ libraries: { leases: () => Promise.resolve(leases as never) } });
  const run = (
    options: LeaseOptions,
    host?: RegistryHost,
    work = () => Promise.resolve(seen.push('worked')),
  ) => withLease({ cli, remote, host, options, note: (text) => seen.push(text) }, work);
  return { asked, seen, run };
}

test('without a wish, only a host that is listed as exclusive is leased, and given back', async () => {
  const { asked, seen, run } = leasing();
  await run({});
  await run({}, listed({ leaseMode: 'shared' }));
  expect(asked).toEqual([]);
  await run({}, listed({ leaseMode: 'exclusive' }));
  expect(asked).toMatchObject([{ mode: 'exclusive', target: 'web1', key: 'me@web1.example:22' }]);
  expect(seen).toEqual(['worked', 'worked', 'worked', 'released']);
});

test.each([
  [{ lease: 'none' }, 'exclusive', undefined],
  [{ lease: 'shared' }, 'exclusive', 'shared'],
  [{ steal: true }, 'shared', 'exclusive'],
] as const)('%j on a host that is %s takes %s', async (options, leaseMode, mode) => {
  const { asked, run } = leasing();
  await run(options, listed({ leaseMode }));
  expect(asked[0]?.mode).toBe(mode);
});

test('what becomes of the commands of those it is stolen from is for the person, then for the registry to say', async () => {
  const { asked, run } = leasing();
  await run({ steal: true }, listed({ onSteal: 'stop' }));
  await run({ steal: true, stopCommands: true }, listed({ onSteal: 'keep' }));
  await run({ steal: true });
  await run({ lease: 'exclusive' }, listed({ onSteal: 'stop' }));
  expect(asked.map(({ stopCommands }) => stopCommands)).toEqual([true, true, false, undefined]);
});

test('it is given back when the work fails; without it there is no work', async () => {
  const { seen, run } = leasing();
  await expect(run({ lease: 'shared' }, undefined, () => Promise.reject(new Error('oh')))).rejects.toThrow(
    'oh',
  );
  expect(seen).toEqual(['released']);
  const held = new LeaseError({ code: 'held', host: 'web1', message: 'web1 is in use.', remedy: '' });
  const refused = leasing(held);
  await expect(refused.run({ lease: 'exclusive' })).rejects.toBe(held);
  expect(refused.seen).toEqual([]);
});

test('a loss is told', async () => {
  const { asked, seen, run } = leasing();
  await run({ lease: 'shared' }, undefined, () => {
    asked[0]?.onLost?.(
      new LeaseError({
        code: 'lost',
        host: 'web1',
        message: 'It expired.',
        remedy: '',
        loss: { reason: 'expired' },
      }),
    );
    return Promise.resolve(0);
  });
  expect(seen).toEqual(['orssh: It expired.', 'orssh: the command goes on there', 'released']);
});

test.each([{ stopCommands: true }, { steal: true, lease: 'none' }] as const)(
  '%j contradicts itself',
  (options) => {
    expect(() => {
      checkLeaseOptions(options);
    }).toThrow(expect.objectContaining({ exitCode: 2 }) as Error);
  },
);
