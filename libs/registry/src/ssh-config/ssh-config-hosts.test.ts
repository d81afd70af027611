import { tempFolder } from '../testing/temp-folder.js';
import { sshConfigHosts } from './ssh-config-hosts.js';

test('aliases are found in their order, patterns are not, and Include is followed', async () => {
  const { write, env } = tempFolder();
  write(
    'home/.ssh/config',
    `
Host *
  User ops
Include conf.d/*.conf
host web1 "web2" web-? !web9 # comment
Host=eq
Match host x
  Include ~/more
  Include \${EXTRA}/last
Host web1
`,
  );
  write('home/.ssh/conf.d/b.conf', 'Host from-b\r\n');
  write('home/.ssh/conf.d/a.conf', 'Host from-a\nInclude config');
  write('home/.ssh/conf.d/.hidden.conf', 'Host hidden');
  write('home/more', 'Host from-more');
  const last = write('extra/last', 'Host from-last');
  const found = await sshConfigHosts({ env: { ...env, EXTRA: last.replace('/last', '') } });
  expect(found).toEqual(['from-a', 'from-b', 'web1', 'web2', 'eq', 'from-more', 'from-last']);
});

test('without a file there are none; one that includes itself ends', async () => {
  const { write, env } = tempFolder();
  expect(await sshConfigHosts({ env })).toEqual([]);
  const configFile = write('home/.ssh/other', 'Host a\nInclude other\nInclude /proc/self/mem\nInclude [');
  expect(await sshConfigHosts({ env, configFile })).toEqual(['a']);
});
