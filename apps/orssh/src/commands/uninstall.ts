import type { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { type TargetOptions, targetCommand } from '../host/target-options.js';
import { jsonLine } from '../output/answer.js';
import { escapeControl } from '../output/escape-control.js';
import { confirmed } from '../prompts/confirmed.js';
import { type Outcome, runs } from './action.js';

interface UninstallOptions extends TargetOptions {
  yes?: boolean;
}

/** `orssh uninstall TARGET`: takes everything of ours off the host. */
export function uninstallCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand(
    'uninstall',
    'end the stub on a host and remove its folder: binaries, logs, sessions, approvals',
  )
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      helpTopics({
        examples: [['orssh uninstall web1 --yes', 'for a script']],
        json: ['{"host","root","removed"}'],
      }),
    );
  return runs<UninstallOptions>(command, { cli, outcome }, async (session, target, options) => {
    const what = `${options.installRoot ?? '~/.opencode-remote-ssh'} on ${target}`;
    const agreed = await confirmed(session.asker, {
      yes: options.yes,
      host: target,
      doing: `removing ${what}`,
      say: `This ends the commands that run there and removes ${what}.`,
      question: 'Remove it?',
      inAdvance: `orssh uninstall ${target} --yes`,
    });
    if (!agreed) {
      cli.stdout.write(options.json ? jsonLine({ host: target, removed: false }) : 'nothing was removed\n');
      return exitCode.failed;
    }
    const { connection, manageOptions } = await session.connect(target);
    const { uninstallStub, rememberInFiles } = await cli.libraries.bootstrap();
    session.progress.step('removing the stub');
    const remembered = rememberInFiles({ env: cli.env });
    const result = await uninstallStub(connection, { ...manageOptions, remembered });
    session.progress.end();
    const root = escapeControl(result.root);
    const said = result.removed
      ? `removed ${root} from ${target}`
      : `nothing to remove: ${target} has no ${root}`;
    cli.stdout.write(options.json ? jsonLine({ host: target, ...result }) : `${said}\n`);
    await connection.close();
    return exitCode.ok;
  });
}
