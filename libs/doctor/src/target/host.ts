import type { HostInspection } from '@orssh/bootstrap';

import { duration } from '../duration.js';
import type { Check, Findings } from '../check.js';
import { known } from '../facts.js';
import { failed, failedBy, type Finding, ok, warning } from '../finding.js';

const networkTypes =
  /^(nfs\d?|cifs|smb\d?|smbfs|fuse\.sshfs|afs|lustre|gpfs|beegfs|glusterfs|fuse\.glusterfs|ceph|9p)$/;
/** The unpacked binary and the one that it replaces. */
const neededKiB = 16_000;
const tolerableSkewSeconds = 60;
const shownNoise = 120;

/** One look at the host by a script that leaves nothing there. */
export const inspected: Check = {
  group: 'host',
  lines: {
    shell: 'shell',
    platform: 'platform',
    'install-root': 'install root',
    space: 'free space',
    'file-system': 'file system',
    clock: 'clock',
  },
  needs: ['login'],
  limitMs: 25_000,
  run: async (facts, signal): Promise<Findings> => {
    const { options, host, stubs, libraries } = facts;
    const seen = await libraries.inspectHost(known(facts, 'connection'), {
      stubs,
      installRoot: options.installRoot ?? host?.settings.installRoot,
      signal,
    });
    facts.inspection = seen;
    return {
      shell: shell(seen),
      platform: platform(seen),
      'install-root': root(seen),
      space: space(seen),
      'file-system': fileSystem(seen),
      clock: clock(seen),
    };
  },
};

function shell({ shell: path, noise, tookMs }: HostInspection): Finding {
  const name = path === '' ? '/bin/sh' : `${path} runs /bin/sh`;
  const took = `${name}, ${duration(tookMs)}`;
  if (noise === '') return ok(took);
  const text = noise.length > shownNoise ? `${noise.slice(0, shownNoise)}…` : noise;
  return warning(
    `${took}; its start-up files print: ${text}`,
    'harmless here; other programs (scp, rsync) stumble over it: print only when [ -t 1 ]',
  );
}

function platform({ os, machine, arch, kernel }: HostInspection): Finding {
  const found = `${os} ${kernel} on ${machine}`;
  if (os !== 'Linux') return failed(found, 'the stub runs on Linux only: use another host');
  if (arch !== undefined) return ok(`${found}, for which there is a stub (linux/${arch})`);
  return failed(
    `${found}, for which no stub is here`,
    'build one from a checkout: node tools/stub-build/build.mjs',
  );
}

function root({ root: path, problem, user }: HostInspection): Finding {
  return problem
    ? failedBy(problem)
    : ok(`${path}: ${user || 'the account'} may write and run programs there`);
}

function space({ freeKiB }: HostInspection): Finding {
  if (freeKiB === undefined) return warning('unknown: the host has no df that says it');
  const amount =
    freeKiB < 1_000_000 ? `${Math.floor(freeKiB / 1024)} MiB` : `${Math.floor(freeKiB / 1024 / 1024)} GiB`;
  if (freeKiB >= neededKiB) return ok(`${amount}, about 16 MB are needed`);
  return failed(
    `${amount}, and about 16 MB are needed`,
    'make room, or name another folder with --install-root',
  );
}

function fileSystem({ fileSystem: found }: HostInspection): Finding {
  if (!found) return warning('unknown: /proc/mounts cannot be read there');
  const flags = found.options.filter((name) => name === 'ro' || name === 'noexec');
  const text = [found.type, ...flags].join(', ');
  if (networkTypes.test(found.type)) {
    return warning(
      `${text}, a network file system: run, log and state are kept apart for each host`,
      'a local folder is faster: --install-root /var/tmp/NAME',
    );
  }
  return flags.length > 0 ? warning(text, 'name another folder with --install-root') : ok(text);
}

function clock({ nowSeconds, tookMs }: HostInspection): Finding {
  if (nowSeconds === undefined) return warning('unknown: the host has no date +%s');
  // The host read its clock some time during the request.
  const ahead = nowSeconds - Date.now() / 1000;
  const off = Math.max(0, Math.abs(ahead) - tookMs / 1000 - 1);
  if (off < 1) return ok('as here');
  const text = `${duration(Math.round(off) * 1000)} ${ahead > 0 ? 'ahead of' : 'behind'} this one`;
  if (off < tolerableSkewSeconds) return ok(text);
  return warning(text, 'set it by NTP: times in logs and leases are off');
}
