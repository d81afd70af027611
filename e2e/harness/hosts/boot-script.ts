import { account, type Profile } from '../profile.js';

/** The host's first process: makes the account and its home, then becomes the SSH server. Runs in busybox ash too. */
export function bootScript(profile: Profile, listen: { address: string; port: number }): string {
  const { user, uid, home } = account;
  return `#!/bin/sh
set -e
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PATH
umask 022
HOME_DIR=${home}
echo '${user}:x:${uid}:${uid}::${home}:${profile.shell ?? '/bin/sh'}' >> /etc/passwd
echo '${user}:*:19000:0:99999:7:::' >> /etc/shadow
echo '${user}:x:${uid}:' >> /etc/group
mkdir -p /run/sshd "$HOME_DIR"
chmod 755 /run/sshd
if cp -R /e2e/home/. "$HOME_DIR"/ 2>/dev/null; then chown -R ${uid}:${uid} "$HOME_DIR"; fi
${profile.setup ?? ':'}
${profile.image === 'busybox' ? dropbear(listen) : 'exec /usr/sbin/sshd -D -e -f /e2e/sshd_config'}
`;
}

function dropbear({ address, port }: { address: string; port: number }): string {
  return `dropbearconvert openssh dropbear /e2e/host_key /e2e/host_key.dropbear >/dev/null 2>&1
exec dropbear -F -E -s -r /e2e/host_key.dropbear -p ${address}:${port}`;
}

/** What the servers print once they accept connections. */
export const listening = /Server listening on|Not backgrounding/;
