import { includes, matches } from '../harness/matchers.js';
import { onHosts } from '../harness/on-hosts.js';
import { output } from '../harness/product/finish.js';
import { open } from '../harness/product/open.js';
import { account, busybox, debian12, homeOn, type Profile } from '../harness/profile.js';

const noexec: Profile = { ...debian12, name: 'noexec home', tmpfs: homeOn('noexec') };
const readOnly: Profile = { ...debian12, name: 'read-only home', tmpfs: homeOn('ro') };
const full: Profile = { ...debian12, name: 'full disk', tmpfs: homeOn('exec,size=1m') };
const fitsPacked: Profile = {
  ...debian12,
  name: 'disk that fits the packed binary only',
  tmpfs: homeOn('exec,size=4m'),
};
const foreign: Profile = { ...debian12, name: "somebody else's home", setup: 'chown 0:0 "$HOME_DIR"' };

const refused: [Profile, string][] = [
  [noexec, 'noexec'],
  [readOnly, 'read_only'],
  [full, 'disk_full'],
  [fitsPacked, 'disk_full'],
  [foreign, 'no_permission'],
];

for (const [profile, code] of refused) {
  onHosts(profile, 'is an error of its own that names the folder and what to do', async (given) => {
    await expect(open(given)).rejects.toMatchObject({
      code,
      host: given.target,
      message: includes(account.home),
      remedy: matches(/install-root|free/i),
    });
  });
}

onHosts([noexec, readOnly, full, foreign], 'another install root helps', async (given) => {
  const remote = await open(given, { installRoot: '/var/tmp/orssh of dev' });
  expect(await output(remote, 'echo $HOME')).toBe('/home/dev\n');
});

onHosts([full, fitsPacked, noexec], 'nothing of a failed installation is left', async (given) => {
  await expect(open(given)).rejects.toThrow();
  expect((await given.host.admin(`find ${account.home} -name '*upload*' -o -name '*stub-*'`)).stdout).toBe(
    '',
  );
});

const linked: Profile = {
  ...debian12,
  name: 'home that is a symlink',
  setup: 'mkdir -p /srv/data && mv "$HOME_DIR" /srv/data/dev && ln -s /srv/data/dev "$HOME_DIR"',
};
const noTmp: Profile = { ...debian12, name: 'no writable /tmp', setup: 'chmod 755 /tmp /var/tmp /dev/shm' };
const smallTmp: Profile = { ...busybox, name: 'busybox without /tmp', setup: 'rmdir /tmp /var/tmp' };

onHosts([linked, noTmp, smallTmp], 'a command runs in the home', async (given) => {
  const remote = await open(given);
  expect(await output(remote, 'cd "$HOME" && echo works > file && cat file')).toBe('works\n');
});

const file: Profile = {
  ...debian12,
  name: 'a file where the install root should be',
  files: { '.opencode-remote-ssh': 'mine\n' },
};

onHosts(file, 'is an error, and the file stays', async (given) => {
  await expect(open(given)).rejects.toMatchObject({
    message: includes('.opencode-remote-ssh'),
  });
  expect((await given.host.admin(`cat ${account.home}/.opencode-remote-ssh`)).stdout).toBe('mine\n');
});
