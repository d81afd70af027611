import { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { hostSession } from '../host/session.js';
import { addTargetOptions, type TargetOptions, targetCommand } from '../host/target-options.js';
import { answer } from '../output/answer.js';
import { confirmed } from '../prompts/confirmed.js';
import { type Outcome, runs, settle } from './action.js';
import { groupCommand } from './group-command.js';
import { describeLeases } from '../leases/found-leases.js';
import { ownLeases, releaseLeases, renderReleased } from '../leases/release-leases.js';
import { allLeases, renderStolen, stealLeases } from '../leases/steal-leases.js';
import { listLeases, renderLeases } from '../leases/list-leases.js';

/** `orssh leases`: who has which host. */
export function leasesCommand(cli: Cli, outcome: Outcome): Command {
  return groupCommand('leases', 'who has which host; give one back, or take one over', [
    listCommand(cli, outcome),
    releaseCommand(cli, outcome),
    stealCommand(cli, outcome),
  ]);
}

const form =
  '{"where","host","id","mode","workspace","user","machine","pid","since","expiresAt","ours"}   a line each';

function listCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('list')
    .description('list the leases of this machine, and those of hosts that are named')
    .argument('[target...]', 'hosts whose stubs are asked as well')
    .option('-a, --all', 'ask the stubs of all hosts of the registry');
  addTargetOptions(command).addHelpText(
    'after',
    helpTopics({
      examples: [
        ['orssh leases list', 'those of this machine; nothing is contacted'],
        ['orssh leases list web1', "and who else works on web1, from other people's machines"],
      ],
      json: [`${form}; where: "here" or "host"`, '{"host","error"}   for a host that could not be asked'],
    }),
  );
  return command.action((words: string[]) => {
    const options = command.opts<TargetOptions & { all?: boolean }>();
    const session = hostSession(cli, options, 'quiet');
    return settle(cli, outcome, { ...options, progress: session.progress }, async () => {
      const found = await listLeases(cli, { session, words, options });
      session.progress.end();
      await answer(cli, options, [...found.leases, ...found.unasked], () => renderLeases(cli, found));
      return found.unasked.length > 0 ? exitCode.failed : exitCode.ok;
    });
  });
}

interface ConfirmedOptions extends TargetOptions {
  yes?: boolean;
  stopCommands?: boolean;
}

function releaseCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand(
    'release',
    "give back what this machine has of a host, also a crashed process's",
  )
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      helpTopics({
        examples: [['orssh leases release web1', 'what still works there under such a lease is told so']],
        json: [form],
      }),
    );
  return runs<ConfirmedOptions>(command, { cli, outcome }, async (session, target, options) => {
    const own = await ownLeases(cli, session, target);
    session.progress.end();
    const agreed =
      own.leases.length === 0 ||
      (await confirmed(session.asker, {
        yes: options.yes,
        host: target,
        doing: `giving back ${target}`,
        say: describeLeases(target, own.leases),
        question: 'Give it back?',
        inAdvance: `orssh leases release ${target} --yes`,
      }));
    if (agreed) await releaseLeases(cli, own);
    await own.close();
    const gone = agreed ? own.leases : [];
    await answer(cli, options, gone, () => renderReleased(gone, { target, agreed }));
    // What this machine held is given back all the same.
    if (own.unasked !== undefined) throw own.unasked;
    return agreed ? exitCode.ok : exitCode.failed;
  });
}

function stealCommand(cli: Cli, outcome: Outcome): Command {
  const command = targetCommand('steal', 'take a host from whoever has it, and leave it free')
    .option('--stop-commands', 'end the commands that run there (SIGTERM, SIGKILL after 5 seconds)')
    .option('-y, --yes', 'do not ask')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh leases steal web1', 'shows who has it, and asks; they are told by whom'],
          ['orssh leases steal web1 --stop-commands --yes', 'whatever runs there is ended as well'],
        ],
        json: [form],
      }),
    );
  return runs<ConfirmedOptions>(command, { cli, outcome }, async (session, target, options) => {
    const held = await allLeases(cli, session, target);
    session.progress.end();
    if (held.unasked !== undefined) throw held.unasked;
    const agreed =
      held.leases.length === 0 ||
      (await confirmed(session.asker, {
        yes: options.yes,
        host: target,
        doing: `taking ${target} over`,
        say: describeLeases(target, held.leases),
        question: options.stopCommands ? 'Take it over, and end its commands?' : 'Take it over?',
        inAdvance: `orssh leases steal ${target} --yes`,
      }));
    // Where there is nothing to take, nothing is asked, and so nothing is ended.
    if (agreed && held.leases.length > 0)
      await stealLeases(cli, held, { stopCommands: options.stopCommands });
    await held.close();
    const stolen = agreed ? held.leases : [];
    await answer(cli, options, stolen, () => renderStolen(stolen, { target, agreed }));
    return agreed ? exitCode.ok : exitCode.failed;
  });
}
