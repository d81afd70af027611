import { onHosts } from '../harness/on-hosts.js';
import { onceOnTui } from '../harness/opencode/on-opencode.js';
import { newPlace } from '../harness/opencode/open-opencode.js';
import { createWorkspace, runShell } from '../harness/opencode/person.js';
import { startTui } from '../harness/opencode/start-tui.js';
import { openTerminal, terminalMissing } from '../harness/product/terminal.js';
import { debian12 } from '../harness/profile.js';

/** As `printf` writes it: the name of the window, the clipboard, another screen, and an erased one. */
const steering = String.raw`\033]0;ORSSH-TITLE\007\033]52;c;T1JT\007\033[2J\033[1;1H\033[8m`;

const inTerminal = terminalMissing ? () => undefined : onHosts;

inTerminal(debian12, 'a stub that lies steers no terminal: status, stop, and what failed', async (given) => {
  const root = '/home/dev/liar';
  const text = String.raw`\\u001b]0;ORSSH-TITLE\\u0007\\u009d0;ORSSH-TITLE\\u009c\\u202ex`;
  const status = `{"running":true,"version":"${text}","enforcement":"${text}","enforcementWhy":"${text}","log":"${text}","pid":1e300,"startedAt":-1e300,"commands":1e300}`;
  await given.host.admin(
    `mkdir -p ${root}/bin && printf '#!/bin/sh\\ncase $1 in status) printf "%%s\\\\n" '"'"'${status}'"'"' ;; *) printf "${steering}" ; exit 1 ;; esac\\n' > ${root}/bin/opencode-remote-ssh-stub && chmod 755 ${root}/bin/opencode-remote-ssh-stub && chown -R dev ${root}`,
  );
  for (const verb of ['status', 'stop']) {
    for (const json of [[], ['--json']]) {
      const terminal = await openTerminal(given, [verb, given.target, '--install-root', root, ...json]);
      await terminal.ended();
      expect(await terminal.title()).not.toContain('ORSSH-TITLE');
      expect(await terminal.screen()).not.toBe('');
    }
  }
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
});
