import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { leaseID, localLeases } from '@orssh/lease';
import type { Lease } from '@orssh/protocol';
import type { HostSettings, Registry } from '@orssh/registry';

import type { Binding } from '../binding.js';
import { type OpenWorkspacesOptions, openWorkspaces } from '../open-workspaces.js';
import type { Note, WorkspaceInfo, Workspaces } from '../workspaces.js';
import { type FakeGateways, fakeGateways } from './fake-gateway.js';
import { type RealHost, startRealHost } from '../../testing/real-host.js';

/** Workspaces of one machine on a real host. */
export interface WorkspaceBench {
  readonly real: RealHost;
  readonly env: NodeJS.ProcessEnv;
  readonly gateways: FakeGateways;
  readonly notes: Note[];
  readonly lines: string[];
  /** A folder on the host. */
  readonly folder: string;
  settings: Partial<HostSettings>;
  defaults(): HostSettings;
  /** Another process, so to speak: closed at the end. */
  open(more?: Partial<OpenWorkspacesOptions>): Workspaces;
  info(id: string, extra?: unknown): WorkspaceInfo;
  /** From `extra` to a workspace that is open. */
  make(workspaces: Workspaces, id: string, extra?: Record<string, unknown>): Promise<WorkspaceInfo>;
  bindings(): Promise<Binding[]>;
  /** Ids of what the stub knows. */
  onStub(): Promise<string[]>;
  leases(): Promise<{ here: number; there: number }>;
  leasesThere(): Promise<Lease[]>;
  /** Another machine has the host for itself. */
  leaseAsOther(options?: { steal?: boolean }): Promise<void>;
  releaseOther(): Promise<void>;
  bindingFile(id: string): string;
  writeBinding(id: string, text: string): Promise<void>;
  /** Nothing listens where the host was, for who connects from now on. */
  hideHost(hidden: boolean): Promise<void>;
  closeAll(): Promise<void>;
  close(): Promise<void>;
}

export async function startWorkspaceBench(): Promise<WorkspaceBench> {
  const real = await startRealHost();
  const env = { ...process.env, XDG_STATE_HOME: join(real.folder, 'state') };
  const gateways = fakeGateways();
  const all: Workspaces[] = [];
  const folder = join(real.folder, 'work');
  await mkdir(folder);
  const defaults: HostSettings = {
    installRoot: real.options.installRoot,
    leaseMode: 'shared',
    onSteal: 'keep',
    enforcement: 'best-effort',
    agent: 'local',
    tunnel: {},
  };
  const configFile = real.options.configFile ?? '';
  const config = await readFile(configFile, 'utf8');
  await writeFile(configFile, `${config}${stranger(config)}`);
  const directory = join(env.XDG_STATE_HOME, 'opencode-remote-ssh', 'workspaces');
  let other: string | undefined;
  const bench: WorkspaceBench = {
    ...{ real, env, gateways, notes: [], lines: [], folder, settings: {} },
    defaults: () => ({ ...defaults, ...bench.settings }),
    open(more = {}) {
      const registry = (): Registry => ({
        ...{ files: [], notices: [], providers: [], hosts: [] },
        defaults: bench.defaults(),
      });
      const workspaces = openWorkspaces({
        registry: () => Promise.resolve(registry()),
        ...{ env, stubs: real.options.stubs, sshConfigFile: real.options.configFile },
        startGateway: gateways.start,
        notify: (note) => bench.notes.push(note),
        log: (level, message) => bench.lines.push(`${level}: ${message}`),
        ...more,
      });
      all.push(workspaces);
      return workspaces;
    },
    info: (id, extra = null) => ({
      ...{ id, type: 'ssh-provider', name: 'quick-fox', branch: null, directory: null, extra },
      projectID: 'project-1',
    }),
    async make(workspaces, id, extra = { host: 'box', directory: folder }) {
      const info = await workspaces.configure(bench.info(id, extra));
      await workspaces.create(info);
      return info;
    },
    async bindings() {
      const names = await readdir(directory).catch(() => []);
      const read = async (name: string) =>
        JSON.parse(await readFile(join(directory, name), 'utf8')) as Binding;
      return Promise.all(names.filter((name) => name.endsWith('.json')).map(read));
    },
    async onStub() {
      const host = await real.open();
      try {
        return (await host.stub.workspaces()).map(({ id }) => id);
      } finally {
        await host.close();
      }
    },
    async leases() {
      const host = await real.open();
      try {
        const { leases } = await localLeases({ env }).list({ look: true });
        return { here: leases.length, there: (await host.stub.leases()).length };
      } finally {
        await host.close();
      }
    },
    async leasesThere() {
      const host = await real.open();
      try {
        return await host.stub.leases();
      } finally {
        await host.close();
      }
    },
    async leaseAsOther({ steal } = {}) {
      const host = await real.open();
      const holder = { workspace: 'other', user: 'bob', machine: 'laptop', machineID: 'mch_b', pid: 8 };
      other = leaseID();
      await host.stub.acquireLease({ id: other, mode: 'exclusive', ttlMs: 600_000, holder, steal });
      await host.close();
    },
    async releaseOther() {
      if (other === undefined) return;
      const host = await real.open();
      await host.stub.releaseLease(other);
      other = undefined;
      await host.close();
    },
    bindingFile: (id) => join(directory, `${id}.json`),
    writeBinding: (id, text) => writeFile(join(directory, `${id}.json`), text),
    hideHost: (hidden) =>
      writeFile(configFile, hidden ? config.replace(/Port \d+/, 'Port 1') : `${config}${stranger(config)}`),
    async closeAll() {
      await Promise.all(all.splice(0).map((each) => each.close()));
    },
    async close() {
      await bench.closeAll();
      await real.close();
    },
  };
  return bench;
}

/** The same host with a known_hosts file that has nothing. */
function stranger(config: string): string {
  return config
    .replace('Host box', 'Host stranger')
    .replace(/UserKnownHostsFile .*/, 'UserKnownHostsFile /dev/null\n  StrictHostKeyChecking ask');
}
