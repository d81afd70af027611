import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { findHost, loadRegistry, pickHost, type Registry, selectHosts, strategies } from '@orssh/registry';

import { median } from './measure.js';

const hosts = 10_000;
const providers = 20;
const labels = ['linux', 'gpu', 'env=prod', 'env=dev', 'big'];

/** A registry as large as any that is wanted: what a person waits for, between the command and the connection. */
export async function printRegistry(rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'orssh-bench-registry-'));
  try {
    console.log(`\nA registry of ${hosts} hosts in ${providers} providers (medians)`);
    const json = join(folder, 'hosts.json');
    const yaml = join(folder, 'hosts.yaml');
    const config = largeConfig();
    writeFileSync(json, JSON.stringify(config, null, 2));
    writeFileSync(yaml, asYaml(config));
    let state = 0;
    const load = (configFile: string) =>
      loadRegistry({ configFile, env: { HOME: folder, XDG_STATE_HOME: join(folder, String(state)) } });
    // Another state folder each time: nothing is remembered there.
    const anew = (configFile: string) => {
      state += 1;
      return load(configFile);
    };
    await print('load, JSON', rounds, () => anew(json));
    await print('load, YAML', Math.min(rounds, 5), () => anew(yaml));
    // What has changed within the last two seconds is not remembered.
    await setTimeout(2500);
    await print('load, unchanged since last time', rounds, () => load(json));
    const registry = await load(json);
    await print('first look at it, by alias', rounds, () => findHost({ ...registry }, 'a-7-77'));
    await print('by alias', rounds * 100, () => findHost(registry, 'a-7-77'));
    await print('by ssh.host', rounds * 100, () => findHost(registry, 'h77.p7.example.com'));
    await print('by labels', rounds, () => selectHosts(registry, { labels: ['gpu', 'env=prod'] }));
    await print('by provider and label', rounds, () =>
      selectHosts(registry, { provider: 'p7', labels: ['big'] }),
    );
    for (const strategy of strategies) {
      const one = withStrategy(registry, strategy);
      await print(`pick, ${strategy}`, rounds, () => pickHost(one, { labels: ['gpu'] }));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function print(name: string, rounds: number, work: () => unknown): Promise<void> {
  const times: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const start = performance.now();
    await work();
    if (round >= 0) times.push(performance.now() - start);
  }
  console.log(`  ${name.padEnd(32)}  ${median(times).toFixed(3).padStart(10)} ms`);
}

function withStrategy(registry: Registry, strategy: Registry['providers'][number]['strategy']): Registry {
  return { ...registry, providers: registry.providers.map((provider) => ({ ...provider, strategy })) };
}

interface LargeConfig {
  providers: Record<string, { strategy: string; labels: string[]; hosts: object[] }>;
}

function largeConfig(): LargeConfig {
  const of = hosts / providers;
  const entries = Array.from({ length: providers }, (_, p) => [
    `p${p}`,
    {
      strategy: strategies[p % strategies.length] ?? 'random',
      labels: ['linux', `rack=${p}`],
      hosts: Array.from({ length: of }, (_, h) => ({
        name: `h-${p}-${h}`,
        aliases: [`a-${p}-${h}`],
        labels: labels.filter((_label, at) => (h >> at) % 2 === 1),
        ssh: { host: `h${h}.p${p}.example.com`, user: 'ops', port: 22, identityFile: '~/.ssh/id_ed25519' },
        ...(h % 50 === 0 && { leaseMode: 'exclusive' }),
      })),
    },
  ]);
  return { providers: Object.fromEntries(entries) as LargeConfig['providers'] };
}

/** The same in block style, hosts on a line each, as people write it. */
function asYaml(config: LargeConfig): string {
  const lines = Object.entries(config.providers).flatMap(([name, { strategy, labels: own, hosts: list }]) => [
    `  ${name}:`,
    `    strategy: ${strategy}`,
    `    labels: [${own.join(', ')}]`,
    '    hosts:',
    ...list.map((host) => `      - ${JSON.stringify(host)}`),
  ]);
  return `providers:\n${lines.join('\n')}\n`;
}
