import type { ImageName } from './images/index.js';

/** What a test host is like. Everything is said in terms that both drivers can do. */
export interface Profile {
  /** As it stands in the test's title. */
  name: string;
  /** Root file system. The process driver takes the machine's own for `debian12`. */
  image: ImageName;
  /** Login shell; default `/bin/sh`. */
  shell?: string;
  /** Lines of sshd_config that win over the harness's own. */
  sshd?: string[];
  /** Path → options of a tmpfs mounted there before anything is written. */
  tmpfs?: Record<string, string>;
  /** Files in the home, written as the user's own. */
  files?: Record<string, string>;
  /** Its users may make namespaces, as those of most hosts; on the process driver they cannot otherwise. */
  userNamespaces?: boolean;
  /** POSIX sh, run as root on the host before its SSH server starts; `$HOME_DIR` is the user's home. */
  setup?: string;
}

export const account = { user: 'dev', uid: 4242, home: '/home/dev' } as const;

const owned = `uid=${account.uid},gid=${account.uid}`;

/** A tmpfs over the home with these mount options. */
export function homeOn(options: string): Record<string, string> {
  return { [account.home]: `${options},mode=755,${owned}` };
}

export const debian12: Profile = { name: 'Debian 12', image: 'debian12', shell: '/bin/bash' };
export const debian11: Profile = { name: 'Debian 11', image: 'debian11', shell: '/bin/bash' };
export const busybox: Profile = { name: 'busybox and dropbear', image: 'busybox' };
export const arm64: Profile = { name: 'arm64', image: 'arm64' };
