import { type Command, Option } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { installedHost } from '../host/installed-host.js';
import { type TargetOptions, targetCommand } from '../host/target-options.js';
import { answer } from '../output/answer.js';
import { type Outcome, runs } from './action.js';
import { groupCommand } from './group-command.js';
import { listApprovals, renderApprovals } from '../approvals/list-approvals.js';
import { allowPath, renderAllowed } from '../approvals/allow-path.js';
import { parseUntil } from '../approvals/parse-until.js';
import { renderRevoked, revokeApprovals, whatToRevoke } from '../approvals/revoke-approvals.js';

interface ApprovalOptions extends TargetOptions {
  workspace?: string;
}

const form = '{"host","workspaceID","path","pattern","tree","access","by","at","until"}';

/** `orssh approvals`: what commands may use without a question. */
export function approvalsCommand(cli: Cli, outcome: Outcome): Command {
  return groupCommand('approvals', 'what on a host needs no question any more', [
    listCommand(cli, outcome),
    addCommand(cli, outcome),
    revokeCommand(cli, outcome),
  ]);
}

function approvalCommand(name: string, description: string): Command {
  return targetCommand(name, description).option('--workspace <id>', 'those of this workspace');
}

function listCommand(cli: Cli, outcome: Outcome): Command {
  const command = approvalCommand('list', 'list what was approved for good').addHelpText(
    'after',
    helpTopics({
      examples: [['orssh approvals list web1', 'of every workspace there']],
      json: [`${form}   a line each`],
    }),
  );
  return runs<ApprovalOptions>(command, { cli, outcome }, async (session, target, options) => {
    const host = await installedHost(cli, session, target);
    const found = host ? await listApprovals(host, options) : [];
    session.progress.end();
    await answer(cli, options, found, () => renderApprovals(cli, found, target));
    await host?.close();
    return exitCode.ok;
  });
}

interface AddOptions extends ApprovalOptions {
  read?: boolean;
  edit?: boolean;
  until?: number;
}

function addCommand(cli: Cli, outcome: Outcome): Command {
  const command = approvalCommand('add', 'approve a folder on a host with all below it, or a file')
    .alias('allow')
    .argument('<path>', 'a folder or file there, from the home, or a pattern')
    .option('--read', 'to be read only')
    .addOption(new Option('--edit', 'to be written, made and removed only').conflicts('read'))
    .option('--until <time>', 'expires then: 30m, 12h, 7d, 2026-12-31', (text: string) => parseUntil(text))
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh approvals add web1 /srv/app', 'commands may work in /srv/app from now on'],
          ['orssh approvals add web1 /var/log --read --until 7d', 'and read logs for a week'],
        ],
        json: [form],
      }),
    );
  return runs<AddOptions>(command, { cli, outcome }, async (session, target, options, [path = '']) => {
    const { read, edit, until, workspace: workspaceID } = options;
    const access = read ? 'read' : edit ? 'edit' : undefined;
    const host = await session.openHost(target);
    const approval = await allowPath(host, { path, workspaceID, access, until });
    session.progress.end();
    await answer(cli, options, approval, () => renderAllowed(approval));
    await host.close();
    return exitCode.ok;
  });
}

interface RevokeOptions extends ApprovalOptions {
  all?: boolean;
}

function revokeCommand(cli: Cli, outcome: Outcome): Command {
  const command = approvalCommand('revoke', 'take approvals back: their paths ask again')
    .argument('[pattern]', 'a path or a pattern, as orssh approvals list prints it')
    .option('-a, --all', 'every one')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh approvals revoke web1 /srv/app', 'ends the commands that could use it'],
          ['orssh approvals revoke web1 --all', 'every workspace there asks again'],
        ],
        json: [`${form.slice(0, -1)},"ended"}   a line for each that is gone`],
      }),
    );
  return runs<RevokeOptions>(command, { cli, outcome }, async (session, target, options, [pattern]) => {
    const what = whatToRevoke(target, pattern, options);
    const host = await installedHost(cli, session, target);
    const gone = await revokeApprovals(host, target, what);
    session.progress.end();
    await answer(cli, options, gone, () => renderRevoked(gone, target));
    await host?.close();
    return exitCode.ok;
  });
}
