import type { StubStatus } from '@orssh/bootstrap';
import { duration } from '@orssh/doctor/duration';
import type { HostSettings } from '@orssh/registry';
import type { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { type TargetOptions, targetCommand } from '../host/target-options.js';
import { jsonLine } from '../output/answer.js';
import { colorsFor } from '../output/colors.js';
import { columns } from '../output/columns.js';
import { escapeControl } from '../output/escape-control.js';
import { type Outcome, runs } from './action.js';

/** `orssh status TARGET`: looks at the stub, and starts nothing. */
export function statusCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand(
    'status',
    'say whether the stub runs on a host (exit code 3: it does not)',
  ).addHelpText(
    'after',
    helpTopics({
      examples: [['orssh status web1 --json | jq .running', 'for a script']],
      json: [
        '{"host","root","installed","running","details":{"state","version","pid","startedAt","commands","log",…},"configured":{"enforcement"}}',
      ],
    }),
  );
  return runs<TargetOptions>(command, { cli, outcome }, async (session, target, options) => {
    const host = await session.locate(target);
    const { connection, manageOptions } = await session.connect(target, { host: host ?? null });
    const { stubStatus } = await cli.libraries.bootstrap();
    const status = await stubStatus(connection, manageOptions);
    session.progress.end();
    const configured = host?.settings.enforcement ?? 'best-effort';
    cli.stdout.write(
      options.json
        ? jsonLine({ host: target, ...status, configured: { enforcement: configured } })
        : render(cli, target, { ...status, configured }),
    );
    await connection.close();
    return status.running ? exitCode.ok : exitCode.notRunning;
  });
}

type Configured = HostSettings['enforcement'];

const wishes: Partial<Record<Configured, string>> = {
  off: 'off: nothing holds commands there',
  required: 'required: nothing runs where the host does not hold it',
};

function render(
  cli: Cli,
  target: string,
  { root, installed, running, details = {}, configured }: StubStatus & { configured: Configured },
): string {
  const colors = colorsFor(cli.stdout, cli.env);
  const text = (name: string) =>
    typeof details[name] === 'string' ? escapeControl(details[name]) : undefined;
  const number = (name: string) => (typeof details[name] === 'number' ? details[name] : undefined);
  const state = running ? 'runs' : installed ? 'does not run' : 'is not installed';
  const since = number('startedAt');
  const ago = running && since !== undefined ? duration(Math.max(0, Date.now() - since)) : undefined;
  const commands = number('commands');
  return (
    `${running ? colors.green('●') : colors.dim('○')} the stub ${state} on ${colors.bold(target)}\n` +
    columns(
      [
        ['root', escapeControl(root)],
        ['version', text('version')],
        ['pid', number('pid')?.toString()],
        ['runs for', ago],
        ['commands', commands === undefined ? undefined : commands.toString()],
        ['enforcement', text('enforcement')],
        ['configured', wishes[configured]],
        [
          text('enforcement') === 'advisory' ? 'because' : 'but',
          text('enforcementWhy') === '' ? undefined : text('enforcementWhy'),
        ],
        ['state', running || text('state') === 'none' ? undefined : text('state')],
        ['reason', text('reason')],
        ['log', text('log')],
      ],
      colors,
    )
  );
}
