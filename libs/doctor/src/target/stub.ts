import type { StubStatus, Way } from '@orssh/bootstrap';

import { duration } from '../duration.js';
import { type Check, type Findings, oneLine } from '../check.js';
import { type Facts, known } from '../facts.js';
import { failed, type Finding, ok, skipped, warning } from '../finding.js';

/** Whether a stub runs there, and which. Nothing is started but with --fix. */
const stub: Check = {
  group: 'stub',
  lines: { stub: 'stub', ways: 'ways to it' },
  needs: ['shell', 'platform', 'stub-binaries'],
  limitMs: 150_000,
  run: async (facts, signal): Promise<Findings> => {
    const { libraries, fix, target } = facts;
    const connection = known(facts, 'connection');
    const installRoot = facts.options.installRoot ?? facts.host?.settings.installRoot;
    if (fix) {
      const stubs = known(facts, 'stubs');
      const idleTimeout = facts.host?.settings.idleTimeout;
      facts.running = await libraries.bootstrap(connection, { stubs, installRoot, idleTimeout, signal });
    }
    const status = await libraries.stubStatus(connection, { installRoot, signal });
    facts.status = status;
    const found = describe(status, facts);
    if (!status.running)
      return { stub: found, ways: skipped(`no stub runs there; orssh setup ${target} starts one`) };
    if (!isOurs(status, facts)) {
      return {
        stub: found,
        ways: skipped(`another version runs there; orssh setup ${target} replaces it when it is idle`),
      };
    }
    // The very stub that would be launched runs: to launch it means to find it.
    facts.running ??= await libraries.bootstrap(connection, {
      stubs: known(facts, 'stubs'),
      installRoot,
      signal,
      ifRunning: true,
    });
    facts.stub = libraries.stubClient(facts.running);
    return { stub: found, ways: ways(await libraries.tryWays(facts.running, { signal })) };
  },
};

function isOurs({ details = {} }: StubStatus, { stubs, inspection }: Facts): boolean {
  const wanted = inspection?.arch && stubs?.get(inspection.arch)?.sha256;
  return wanted !== undefined && details['sha256'] === wanted;
}

function describe(status: StubStatus, facts: Facts): Finding {
  const { installed, running, details = {} } = status;
  const { target } = facts;
  const text = (name: string): string => {
    const value = details[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  if (!installed) return skipped(`not installed; orssh setup ${target} puts it there`);
  if (text('state') === 'unresponsive') {
    return failed(
      `it does not answer: ${text('reason')}`,
      `orssh logs ${target}; orssh stop ${target} ends it`,
    );
  }
  if (!running) {
    const crashed = text('state') === 'crashed';
    if (crashed) return warning('installed, not running: the last one crashed', `see orssh logs ${target}`);
    return ok('installed, not running: the next command starts it');
  }
  const startedAt = Number(details['startedAt']);
  const since = Number.isFinite(startedAt) ? `, for ${duration(Math.max(0, Date.now() - startedAt))}` : '';
  const commands = details['commands'] === undefined ? '' : `, ${text('commands')} commands`;
  const what = `${text('version')} runs, pid ${text('pid')}${since}${commands}`;
  if (isOurs(status, facts)) return ok(what);
  return warning(
    `${what}; it is another build than the one here`,
    `orssh setup ${target} replaces it as soon as it is idle`,
  );
}

const names = { socket: 'unix socket', tcp: 'port', exec: 'exec channel' } as const;

function ways(found: readonly Way[]): Finding {
  const used = found.find((way) => 'ms' in way);
  const parts = found.map((way) => {
    const took = 'ms' in way ? duration(way.ms) : `closed (${codeOf(way.error)})`;
    return `${names[way.transport]} ${took}${way === used ? ' (used)' : ''}`;
  });
  if (!used)
    return failed(
      parts.join(', '),
      'the server forwards nothing, and the stub cannot be run by exec: see its log',
    );
  const text = parts.join(', ');
  if (used.transport !== 'exec') return ok(text);
  return warning(text, 'AllowStreamLocalForwarding or AllowTcpForwarding on the server would be faster');
}

function codeOf(error: Error & { code?: unknown }): string {
  return typeof error.code === 'string' ? error.code : error.message;
}

const request = oneLine('request', 'round trip', {
  group: 'stub',
  needs: ['ways'],
  run: async (facts, signal) => {
    const client = known(facts, 'stub');
    const times: number[] = [];
    await client.health({ signal });
    for (let round = 0; round < 5; round += 1) {
      const from = performance.now();
      await client.health({ signal });
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    return ok(`${duration(times[2] ?? 0)} for a request, the median of five`);
  },
});

const leases = oneLine('leases', 'leases', {
  group: 'stub',
  needs: ['ways'],
  run: async (facts, signal) => {
    const held = await known(facts, 'stub').leases({ signal });
    if (held.length === 0) return ok('none');
    return ok(
      held
        .map(({ mode, holder }) => `${mode}: ${holder.workspace} of ${holder.user}@${holder.machine}`)
        .join('; '),
    );
  },
});

const exec = oneLine('exec', 'command', {
  group: 'stub',
  needs: ['ways'],
  run: async (facts, signal) => {
    const held = (await known(facts, 'stub').leases({ signal })).find(({ mode }) => mode === 'exclusive');
    if (held) return skipped(`the host is leased to ${held.holder.user}@${held.holder.machine} alone`);
    const from = performance.now();
    const command = await known(facts, 'stub').exec({ argv: ['true'], onDenied: 'fail' }, { signal });
    const { exitCode } = await command.exit;
    const took = duration(performance.now() - from);
    if (exitCode === 0) return ok(`true ran in the home, ${took}`);
    return failed(`true ended with ${String(exitCode)}`, `see orssh logs ${facts.target}`);
  },
});

/** What holds commands to the approved paths: as the stub says, else what the host's kernel could do. */
const enforcement = oneLine('enforcement', 'enforcement', {
  group: 'stub',
  needs: ['shell'],
  run: async (facts, signal) => {
    if (facts.stub) {
      const { stub: said } = await facts.stub.health({ signal });
      const why = said.enforcementWhy ? `; ${said.enforcementWhy}` : '';
      return asWanted(`${levels[said.enforcement] ?? said.enforcement}${why}`, said.enforcement, facts);
    }
    const modules = facts.inspection?.securityModules;
    if (modules === undefined) return skipped('no stub runs there to ask, and the kernel does not say');
    const has = modules.includes('landlock') ? 'has' : 'has no';
    return skipped(`no stub runs there to ask; its kernel ${has} Landlock`);
  },
});

const levels: Partial<Record<string, string>> = {
  advisory: 'advisory: what a command says is checked, not what it touches then',
};

/** What the host can do, beside what the configuration wants of it. */
function asWanted(found: string, level: string, { host, target }: Facts): Finding {
  const wanted = host?.settings.enforcement;
  if (wanted === 'off') {
    return warning(
      `off by the configuration: nothing holds commands there; the host: ${found}`,
      'take "enforcement": "off" out of the configuration, and they are held where the host can',
    );
  }
  if (wanted === 'required' && !/^kernel\b/.test(level)) {
    return failed(
      `${found}; the configuration says "required"`,
      `no command runs on ${target}; use another host, or set "enforcement" to "best-effort" for this one`,
    );
  }
  return ok(wanted === 'required' ? `${found}; required by the configuration` : found);
}

export const stubChecks: readonly Check[] = [stub, request, leases, exec, enforcement];
