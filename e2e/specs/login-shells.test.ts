import { matches } from '../harness/matchers.js';
import { onHosts } from '../harness/on-hosts.js';
import { execute } from '../harness/product/finish.js';
import { open } from '../harness/product/open.js';
import { debian12, type Profile } from '../harness/profile.js';

const noise = 'printf "\\033[1mWelcome to ORSSH-READY {}\\033[0m\\nno newline at the end"';
const hostile = `${noise}; ${noise} >&2; cd /; export PATH=/nonexistent; set -f; cat() { echo hijacked; }; export -f cat\n`;

const shells: Profile[] = [
  { ...debian12, name: 'tcsh', shell: '/usr/bin/tcsh' },
  { ...debian12, name: 'fish', shell: '/usr/bin/fish' },
  { ...debian12, name: 'zsh', shell: '/usr/bin/zsh' },
  { ...debian12, name: 'bash with a hostile .bashrc', files: { '.bashrc': hostile } },
  {
    ...debian12,
    name: 'tcsh that prints',
    shell: '/usr/bin/tcsh',
    files: { '.cshrc': 'echo Welcome; echo "and more"; setenv PATH /nonexistent\n' },
  },
  {
    ...debian12,
    name: 'fish that prints',
    shell: '/usr/bin/fish',
    files: {
      '.config/fish/config.fish': 'echo Welcome; echo problem >&2; cd /; set -gx PATH /nonexistent\n',
    },
  },
  {
    ...debian12,
    name: 'zsh that prints',
    shell: '/usr/bin/zsh',
    files: { '.zshenv': 'echo Welcome; setopt noclobber nomatch\n' },
  },
  {
    ...debian12,
    name: 'an ssh rc file that prints',
    files: { '.ssh/rc': 'echo Welcome; echo problem >&2\n' },
  },
];

onHosts(shells, 'the stub is installed, and words arrive as they are', async (given) => {
  const remote = await open(given, { installRoot: "~/a $(touch x) 'quoted' \\ folder" });
  const words = [
    'plain',
    '',
    "it's",
    '"quoted"',
    '$HOME `id` $(id)',
    'back\\slash!',
    'two\nlines',
    '*',
    '日本',
    '~',
  ];
  const { stdout, exit } = await execute(remote, { argv: ['/usr/bin/printf', '%s\\0', ...words] });
  expect(stdout.toString().split('\0')).toEqual([...words, '']);
  expect(exit.exitCode).toBe(0);
});

const closed: Profile[] = [
  { ...debian12, name: 'a .bashrc that exits', files: { '.bashrc': 'echo "go away"; exit 0\n' } },
  { ...debian12, name: 'a forced command', sshd: ['ForceCommand echo only backups here'] },
  { ...debian12, name: 'no login shell', shell: '/usr/sbin/nologin' },
];

onHosts(closed, 'a host that runs no commands is told apart', async (given) => {
  await expect(open(given)).rejects.toMatchObject({ code: 'no_shell', remedy: matches(/\w/) });
});
