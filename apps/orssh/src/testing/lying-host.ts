import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { StubBinaries } from '@orssh/bootstrap';
import { readySchema, stubName } from '@orssh/protocol';
import { hostileProgram, type HostileProgram, HostileStub, sampleOf } from '@orssh/protocol/testing';

// What the doctor is made of loads in parts, which the test runner cannot do at once.
import '../doctor/checks.js';
import { libraries } from '../libraries.js';
import { run } from '../run.js';
import { fakeCli, FakeOutput } from './fake-cli.js';

const { startSshd } = await import('@orssh/tunnel/testing');

/** What one run of `orssh` left behind. */
export interface Ran {
  code: number;
  out: string;
  err: string;
}

export interface RunOn {
  /** Whether the outputs are a terminal. */
  isTTY?: boolean;
  env?: NodeJS.ProcessEnv;
}

/** A host `box`, reached through a real sshd and by all libraries as they are, whose stub lies. */
export interface LyingHost {
  readonly folder: string;
  readonly stub: HostileStub;
  /** What is installed there in the stub's place. */
  readonly program: HostileProgram;
  /** The line that tells of a stub that runs; honest. */
  readonly ready: Record<string, unknown>;
  /** Puts its program there, and has this machine remember the stub: `stub` answers then. */
  install(): Promise<void>;
  orssh(words: readonly string[], options?: RunOn): Promise<Ran>;
  close(): Promise<void>;
}

export async function startLyingHost(): Promise<LyingHost> {
  const folder = await mkdtemp(join(tmpdir(), 'orssh-liar-'));
  await chmod(folder, 0o755);
  const [sshd, stub] = await Promise.all([startSshd(), HostileStub.start()]);
  const program = hostileProgram(folder);
  const stubs = stubsOf(program, folder);
  const root = join(folder, 'root');
  const ready = {
    ...(sampleOf(readySchema) as object),
    ...{ port: stub.port, socket: '', instance: stub.instance, sha256: program.sha256, token: stub.token },
    ...{ root, log: join(root, 'log'), upgradeWaiting: false },
  };
  const config = join(folder, 'config.json');
  await writeFile(config, JSON.stringify(configuration(sshd, root)));
  const known = { findStubBinaries: () => Promise.resolve(stubs) };
  const host: LyingHost = {
    ...{ folder, stub, program, ready },
    async install() {
      await mkdir(join(root, 'bin'), { recursive: true });
      const file = join(root, 'bin', `${stubName}-${program.sha256.slice(0, 12)}`);
      await writeFile(file, program.bytes, { mode: 0o755 });
      await program.tell('launch', `ORSSH-READY ${JSON.stringify(ready)}\n`);
      await program.tell('status', JSON.stringify({ running: true, sha256: program.sha256 }));
      const { code, err } = await host.orssh(['setup', 'box']);
      if (code !== 0) throw new Error(err);
    },
    async orssh(words, { isTTY = false, env = {} } = {}) {
      const [stdout, stderr] = [new FakeOutput(isTTY), new FakeOutput(isTTY)];
      const cli = fakeCli({
        ...{ stdout, stderr, cwd: folder },
        env: { HOME: join(folder, 'home'), PATH: process.env['PATH'], NO_COLOR: '1', TERM: 'dumb', ...env },
        libraries: {
          ...libraries,
          async adaptor() {
            const real = await libraries.adaptor();
            return { ...real, openHost: (target, how) => real.openHost(target, { stubs, ...how }) };
          },
          bootstrap: async () => ({ ...(await libraries.bootstrap()), ...known }),
          doctor: async () => ({ ...(await libraries.doctor()), ...known }),
        },
      });
      cli.stdin.end();
      const [verb = '', ...rest] = words;
      const dashes = rest.indexOf('--');
      const at = dashes < 0 ? rest.length : dashes;
      const own = [...rest.slice(0, at), '--config', config, '--no-input'];
      const code = await run([verb, ...own, ...rest.slice(at)], cli);
      return { code, out: stdout.text, err: stderr.text };
    },
    async close() {
      await stub.close();
      await sshd.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return host;
}

function stubsOf(program: HostileProgram, directory: string): StubBinaries {
  const { sha256, bytes } = program;
  const files = {
    read: () => Promise.resolve(bytes),
    readGzip: () => Promise.resolve(gzipSync(bytes)),
  };
  const binaries = (['amd64', 'arm64'] as const).map((arch) => ({ arch, sha256, ...files }));
  return { directory, binaries, get: (arch) => binaries.find((one) => one.arch === arch) };
}

function configuration(
  { port, user, clientKey, knownHosts }: Awaited<ReturnType<typeof startSshd>>,
  installRoot: string,
): object {
  const options = { UserKnownHostsFile: knownHosts, GlobalKnownHostsFile: '/dev/null' };
  const ssh = { host: '127.0.0.1', port, user, identityFile: clientKey, identitiesOnly: true, options };
  return { providers: { lab: { hosts: [{ name: 'box', ssh, installRoot }] } } };
}
