import fc from 'fast-check';

import type { ConfigRole } from '../registry.js';
import { type CheckedConfig, checkConfig } from './checked-config.js';
import { compose } from './compose.js';

function checked(value: object, role: ConfigRole): CheckedConfig {
  const origin = role === 'project' ? 'project' : 'user';
  const parsed = { value, lineOf: () => undefined };
  const result = checkConfig({ file: { path: `/${role}`, role }, origin, at: [], parsed });
  if (Array.isArray(result)) throw new Error(result.map(({ path, message }) => `${path} ${message}`).join());
  return result;
}

const settings = fc.record(
  {
    leaseMode: fc.constantFrom('shared', 'exclusive', 'none'),
    enforcement: fc.constantFrom('required', 'best-effort', 'off'),
    network: fc.constantFrom('full', 'loopback', 'none'),
    maxProcesses: fc.constantFrom(100, 1_000),
    maxOutputBytes: fc.constantFrom(1_024, 1_000_000),
    deny: fc.subarray(['shutdown *', 'git push *', 'rm *']),
    idleTimeout: fc.constantFrom(0, '5m'),
    agentIdleMs: fc.constantFrom(1_000, 600_000),
    directory: fc.constantFrom('/a', '~'),
    tunnel: fc.record(
      { connectTimeoutMs: fc.nat({ max: 9 }).map((n) => n + 1), healthTimeoutMs: fc.constant(7) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const labels = fc.subarray(['gpu', 'big', 'env=prod']);

/** A configuration whose hosts have names that begin with `prefix`. */
const config = (prefix: string) =>
  fc
    .record({
      top: settings,
      providers: fc.dictionary(
        fc.constantFrom('p', 'q'),
        fc.record({ settings, labels, hosts: fc.array(fc.record({ settings, labels }), { maxLength: 3 }) }),
      ),
    })
    .map(({ top, providers }) => ({
      ...top,
      providers: Object.fromEntries(
        Object.entries(providers).map(([name, { settings: own, labels: all, hosts }]) => {
          const list = hosts.map((host, at) => {
            return {
              name: `${prefix}-${name}-${at}`,
              ssh: { host: 'h' },
              labels: host.labels,
              ...host.settings,
            };
          });
          return [name, { ...own, labels: all, hosts: list }];
        }),
      ),
    }));

test("a later file adds hosts, and changes nothing of an earlier file's", () => {
  fc.assert(
    fc.property(config('a'), config('b'), (mine, ours) => {
      const alone = compose([checked(mine, 'user')], []);
      const both = compose([checked(mine, 'user'), checked(ours, 'project')], []);
      const byId = new Map(both.hosts.map((host) => [host.id, host]));
      for (const host of alone.hosts) expect(byId.get(host.id)).toEqual(host);
      const added = Object.values(ours.providers).flatMap(({ hosts }) => hosts).length;
      expect(both.hosts).toHaveLength(alone.hosts.length + added);
      const grades = ['off', 'best-effort', 'required'];
      expect(grades.indexOf(both.defaults.enforcement)).toBeGreaterThanOrEqual(
        grades.indexOf(alone.defaults.enforcement),
      );
      const reaches = ['full', 'loopback', 'none'];
      expect(reaches.indexOf(both.defaults.network ?? 'full')).toBeGreaterThanOrEqual(
        reaches.indexOf(alone.defaults.network ?? 'full'),
      );
      expect(both.defaults.maxProcesses ?? 9_999).toBeLessThanOrEqual(alone.defaults.maxProcesses ?? 9_999);
      expect(both.defaults.maxOutputBytes ?? 9e9).toBeLessThanOrEqual(alone.defaults.maxOutputBytes ?? 9e9);
      expect(both.defaults.deny ?? []).toEqual(expect.arrayContaining([...(alone.defaults.deny ?? [])]));
    }),
  );
});

test('the nearest level that says something about a setting is the one that counts', () => {
  fc.assert(
    fc.property(config('a'), (one) => {
      for (const host of compose([checked(one, 'user')], []).hosts) {
        const provider = one.providers[host.provider];
        const own = provider?.hosts.find(({ name }) => name === host.name);
        expect(host.settings.leaseMode).toBe(
          own?.leaseMode ?? provider?.leaseMode ?? one.leaseMode ?? 'shared',
        );
        const denied = [one, provider, own].flatMap((level) => level?.deny ?? []);
        expect(new Set(host.settings.deny)).toEqual(new Set(denied));
        expect(host.settings.tunnel.connectTimeoutMs).toBe(
          own?.tunnel?.connectTimeoutMs ?? provider?.tunnel?.connectTimeoutMs ?? one.tunnel?.connectTimeoutMs,
        );
      }
    }),
  );
});
