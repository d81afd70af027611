import { onHosts } from '../harness/on-hosts.js';
import { onceOnTui } from '../harness/opencode/on-opencode.js';
import { newPlace } from '../harness/opencode/open-opencode.js';
import { answerPermission, createWorkspace, runShell } from '../harness/opencode/person.js';
import { startTui } from '../harness/opencode/start-tui.js';
import { openTerminal, terminalMissing } from '../harness/product/terminal.js';
import { debian12 } from '../harness/profile.js';

/** As `printf` writes it: the name of the window, the clipboard, another screen, and an erased one. */
const steering = String.raw`\033]0;ORSSH-TITLE\007\033]52;c;T1JT\007\033[2J\033[1;1H\033[8m`;

/** The name of a folder, as `printf` writes it. */
const imitating = String.raw`ok\n-  /tmp\342\200\256\033]0;ORSSH-TITLE\007`;

const inTerminal = terminalMissing ? () => undefined : onHosts;

inTerminal(debian12, 'a stub that lies steers no terminal: status, stop, and what failed', async (given) => {
  const bin = '/home/dev/liar/bin';
  const text = String.raw`\\u001b]0;ORSSH-TITLE\\u0007\\u009d0;ORSSH-TITLE\\u009c\\u202ex`;
  const status = `{"running":true,"version":"${text}","enforcement":"${text}","enforcementWhy":"${text}","log":"${text}","pid":1e300,"startedAt":-1e300,"commands":1e300}`;
  const program = `#!/bin/sh\\ncase $1 in status) printf "%%s\\\\n" '"'"'${status}'"'"' ;; *) printf "${steering}" ; exit 1 ;; esac\\n`;
  await given.host.admin(
    `mkdir -p ${bin} && printf '${program}' > ${bin}/new && chmod 755 ${bin}/new && mv ${bin}/new "${bin}/opencode-remote-ssh-stub-$(sha256sum < ${bin}/new | cut -c 1-12)" && chown -R dev /home/dev/liar`,
  );
  for (const verb of ['status', 'stop']) {
    for (const json of [[], ['--json']]) {
      const args = [verb, given.target, '--install-root', '/home/dev/liar', ...json];
      const terminal = await openTerminal(given, args);
      await terminal.ended();
      expect(await terminal.title()).not.toContain('ORSSH-TITLE');
      expect(await terminal.screen()).toContain(']0;ORSSH-TITLE');
    }
  }
});

inTerminal(debian12, 'a folder whose name steers a terminal is asked about as text', async (given) => {
  await given.host.admin(
    `d="$(printf '/opt/begun${steering}ended')" && mkdir -p "$d" && ln -sfn "$d" /home/dev/steers`,
  );
  const terminal = await openTerminal(given, ['exec', given.target, '--cwd', 'steers', '--', 'true']);
  const question = await terminal.until(/once, for this command/);
  expect(question).toMatch(/\/opt\/begun\\x1b\]0;ORSSH-TITLE\\x07/);
  expect(question).toContain('ended');
  expect(await terminal.title()).not.toContain('ORSSH-TITLE');
  await terminal.press('C-c');
  expect(await terminal.ended()).toBe(130);
});

onceOnTui(debian12, 'what a host prints and names steers no terminal of OpenCode', async (given) => {
  const place = await newPlace({ hosts: [given.target] });
  const tui = await startTui(given, place);
  await createWorkspace(tui, given.target);
  await runShell(tui, `printf 'begun${steering}\\033[0mended\\n'`);
  await tui.until(/┃ +begunended\s*\n/);
  await runShell(tui, `touch "$(printf 'a${steering}b')"; ls --show-control-chars; echo listed`);
  await tui.until(/┃ +ab\s*\n ┃?[^]*┃ +listed\s*\n/);
  expect(await tui.title()).not.toContain('ORSSH-TITLE');
  await runShell(tui, 'echo alive');
  await tui.until(/┃ +alive\s*\n/);
  // A path with a line that imitates another one, one that turns, and 3 KB that would push the answers off the screen.
  const deep = `/${'x'.repeat(250)}`.repeat(12);
  await given.host.admin(
    `d="/opt/$(printf '${imitating}')" && mkdir -p "$d${deep}" && ln -sfn "$d" /home/dev/other && ln -sfn "$d${deep}" /home/dev/deep`,
  );
  await runShell(tui, 'touch ~/other/new; echo one');
  const question = await tui.until(/Permission required[^]*Allow once/);
  expect(question).toContain(String.raw`- /opt/ok\n- \x20/tmp\u202e\x1b]0;ORSSH-TITLE\x07/*`);
  expect(question).not.toMatch(/^[\s┃]*- +\/tmp/m);
  await answerPermission(tui, 'once');
  await tui.until(/┃ +one\s*\n/);
  await runShell(tui, 'touch ~/deep/new; echo two');
  const long = await tui.until(/Permission required[^]*Allow once/);
  expect(long.replace(/[\s┃]+/g, '')).toMatch(/externaldirectory[^]*\(of\d+characters\)/);
  await answerPermission(tui, 'reject');
  expect(await tui.title()).not.toContain('ORSSH-TITLE');
});
