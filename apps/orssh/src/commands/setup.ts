import { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { addFleetOptions, type FleetOptions } from '../host/fleet-options.js';
import { type FleetTarget, namesSeveral, selectTargets } from '../host/select-targets.js';
import { hostSession, type HostSession } from '../host/session.js';
import { addTargetOptions, type TargetOptions } from '../host/target-options.js';
import { jsonLine } from '../output/answer.js';
import { colorsFor } from '../output/colors.js';
import type { LocalKey } from '../setup/local-key.js';
import { prepareHost } from '../setup/prepare-host.js';
import { renderReport } from '../setup/render-report.js';
import { type Outcome, settle } from './action.js';

export interface SetupOptions extends TargetOptions, FleetOptions {
  /** True: the first key of ~/.ssh. */
  installKey?: string | true;
}

/** `orssh setup TARGET…`: gets the stub running, and reports how. */
export function setupCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('setup')
    .description('get hosts ready: put the stub there, start it, and report')
    .argument('[target...]', 'hosts of the registry, aliases of ssh_config, or [user@]host[:port]');
  command.option(
    '--install-key [file]',
    'first make a key log in where so far only a password does: FILE, or the first of ~/.ssh/id_*.pub',
  );
  addFleetOptions(command).addHelpText(
    'after',
    helpTopics({
      examples: [
        ['orssh setup web1', 'the alias web1 of ~/.ssh/config'],
        ['orssh setup web1 web2 web3', 'several hosts at once'],
        ['orssh setup me@10.0.0.7 --install-key', 'asks for the password this once'],
        ['orssh setup --label gpu', 'all hosts of the registry with this label'],
        [
          'orssh setup me@10.0.0.7 --install-root /var/tmp/me-orssh',
          'where the home may not execute programs',
        ],
      ],
      json: [
        '{"host","how","version","pid","adopted","upgradeWaiting","predecessor","root","platform","transport","timings"}',
        'on several hosts also {"host","error"}, and at the end {"type":"summary","hosts","results","exitCode","durationMs"}',
      ],
    }),
  );
  return addTargetOptions(command).action((words: string[]) => {
    const options = command.opts<SetupOptions>();
    const session = hostSession(cli, options, 'lines');
    return settle(cli, outcome, { ...options, progress: session.progress }, async () => {
      const [word] = words;
      if (word && !namesSeveral(words, options)) return setUpOne(cli, session, { target: word }, options);
      const targets = await selectTargets({ cli, session, words, options });
      const [only] = targets;
      if (options.one && only) return setUpOne(cli, session, only, options);
      const key = await wantedKey(cli, session, options);
      session.progress.end();
      return setUpAll(cli, targets, key, options);
    });
  });
}

async function setUpOne(
  cli: Cli,
  session: HostSession,
  target: FleetTarget,
  options: SetupOptions,
): Promise<number> {
  const key = await wantedKey(cli, session, options);
  const onStep = session.progress.step.bind(session.progress);
  const report = await prepareHost({ cli, session, target, key, onStep });
  session.progress.end();
  const colors = colorsFor(cli.stdout, cli.env);
  cli.stdout.write(options.json ? jsonLine(report) : renderReport(report, colors));
  return exitCode.ok;
}

async function setUpAll(
  cli: Cli,
  targets: readonly FleetTarget[],
  key: LocalKey | undefined,
  options: SetupOptions,
): Promise<number> {
  const { setupDisplay, setupFleet } = await import('../fleet/on-demand.js');
  const names = targets.map(({ target }) => target);
  const display = await setupDisplay(cli, names, options);
  try {
    const session = hostSession(cli, options, display);
    return await setupFleet({ cli, session, targets, options, key, display });
  } finally {
    display.end();
  }
}

async function wantedKey(
  cli: Cli,
  { asker }: HostSession,
  { installKey: wanted }: SetupOptions,
): Promise<LocalKey | undefined> {
  if (wanted === undefined) return undefined;
  const { localKey } = await import('../fleet/on-demand.js');
  return localKey({ cli, asker, wanted });
}
