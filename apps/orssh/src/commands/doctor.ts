import type { Facts, Line } from '@orssh/doctor';
import { Command } from 'commander';

import type { Cli } from '../cli.js';
import { exitCode } from '../exit-code.js';
import { helpTopics } from '../help/help-topics.js';
import { addTargetOptions, type TargetOptions } from '../host/target-options.js';
import { hostSession } from '../host/session.js';
import { jsonLine } from '../output/answer.js';
import { colorsFor } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { sshPrompter } from '../prompts/ssh-prompter.js';
import { type Outcome, settle } from './action.js';

interface DoctorOptions extends TargetOptions {
  fix?: boolean;
}

/** `orssh doctor [TARGET]`: every step, what was found, how to mend it. */
export function doctorCommand(cli: Cli, outcome: Outcome): Command {
  const command = new Command('doctor')
    .description('look at this machine, and at every step to a host: what is found, and how to mend it')
    .argument('[target]', 'a host of the registry, an alias of ssh_config, or [user@]host[:port]')
    .option('--fix', 'mend permissions here; put the stub on the host and start it')
    .addHelpText(
      'after',
      helpTopics({
        examples: [
          ['orssh doctor', 'this machine: ssh, keys, configuration, OpenCode'],
          ['orssh doctor web1', 'and each step to web1; nothing is left or started there'],
          ['orssh doctor web1 --json | jq -r \'select(.status=="failed").remedy\'', 'for a script'],
        ],
        json: ['{"id","group","status":"ok"|"warning"|"failed"|"skipped","found","remedy"}   one line each'],
      }),
    );
  return addTargetOptions(command).action((target: string | undefined) => {
    const options = command.opts<DoctorOptions>();
    const session = hostSession(cli, options, 'quiet');
    return settle(cli, outcome, { ...options, progress: session.progress }, () =>
      doctor(cli, target, options, session),
    );
  });
}

async function doctor(
  cli: Cli,
  target: string | undefined,
  options: DoctorOptions,
  { progress, asker }: ReturnType<typeof hostSession>,
): Promise<number> {
  const [libraries, { localChecks, runChecks, targetChecks }, render] = await Promise.all([
    cli.libraries.doctor(),
    import('../doctor/checks.js'),
    import('../doctor/render-line.js'),
  ]);
  const facts: Facts = {
    version: cli.version,
    env: cli.env,
    cwd: cli.cwd,
    home: cli.env['HOME'] ?? '',
    fix: options.fix === true,
    libraries,
    registryLibrary: () => cli.libraries.registry(),
    options,
    prompter: asker && sshPrompter(asker),
    target: target ?? '',
  };
  const colors = colorsFor(cli.stdout, cli.env);
  const width = Math.min(cli.stdout.columns ?? 100, 110);
  const renderer = new render.LineRenderer(width, colors);
  const onLine = (line: Line): void => {
    progress.pause();
    cli.stdout.write(options.json ? jsonLine(asJson(line)) : renderer.add(line));
    progress.resume();
  };
  const onBegin = (title: string): void => {
    progress.step(`looking at: ${title}`);
  };
  try {
    const checks = target === undefined ? localChecks : [...localChecks, ...targetChecks];
    const lines = await runChecks(checks, facts, { signal: cli.interrupts.signal, onLine, onBegin });
    progress.end();
    if (!options.json) cli.stdout.write(renderer.flush() + render.renderSummary(lines, colors));
    return lines.some(({ status }) => status === 'failed') ? exitCode.failed : exitCode.ok;
  } finally {
    await facts.stub?.close();
    await facts.connection?.close();
  }
}

function asJson({ id, group, status, found, remedy = '' }: Line): Record<string, string> {
  // What a host said is in there.
  return { id, group, status, found: escapeControl(found), remedy: escapeControl(remedy) };
}
