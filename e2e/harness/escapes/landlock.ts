import { spawnSync } from 'node:child_process';
import { arch } from 'node:process';

import { debian12, type Profile } from '../profile.js';

/** The version of Landlock that this machine's kernel has; 0 for none. */
export function landlockOfMachine(): number {
  const { stdout } = spawnSync('perl', ['-e', 'print syscall(444, 0, 0, 1)'], { encoding: 'utf8' });
  return Math.max(0, Number(stdout));
}

const [prctl, seccomp] = arch === 'arm64' ? [167, 277] : [157, 317];

/** A filter by which the three calls of Landlock are unknown to whatever the server starts, and then the server. */
const withoutLandlock = `exec perl -e '
my @steps = ([0x20, 0, 0, 0], [0x35, 0, 2, 444], [0x25, 1, 0, 446], [0x06, 0, 0, 0x00050026], [0x06, 0, 0, 0x7fff0000]);
my $steps = join "", map { pack "SCCL", @$_ } @steps;
my $program = pack "Sx6P", scalar(@steps), $steps;
syscall(${prctl}, 38, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
syscall(${seccomp}, 1, 0, $program) == 0 or die "seccomp: $!";
exec "/usr/sbin/sshd", "-D", "-e", "-f", "/e2e/sshd_config"'`;

export const noLandlock: Profile = {
  ...debian12,
  name: 'Debian 12 without Landlock',
  setup: withoutLandlock,
};
