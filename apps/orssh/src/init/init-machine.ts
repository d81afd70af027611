import { tildify } from '@orssh/doctor/tildify';

import type { Cli } from '../cli.js';
import type { InitOptions } from '../commands/init.js';
import { workspacesFlag } from '../opencode/plugin.js';
import { jsonLine } from '../output/answer.js';
import { type Colors, colorsFor } from '../output/colors.js';
import { escapeControl } from '../output/escape-control.js';
import { LiveLines } from '../output/live-lines.js';
import { hanging } from '../output/wrap.js';
import { movesOn } from '../output/progress.js';
import { sshPrompter } from '../prompts/ssh-prompter.js';
import { TerminalAsker } from '../prompts/terminal-asker.js';
import { Answers } from './answers.js';
import { chooseHosts } from './choose-hosts.js';
import { lookAtMachine, type Machine } from './look-at-machine.js';
import { offerPlugin } from './offer-plugin.js';
import { carryOut, type Plan } from './plan.js';
import { rememberPassphrases } from './remember-passphrases.js';
import { type TestedHost, testHosts } from './test-hosts.js';

/** The wizard, from the greeting to what to do next. Nothing is written before the last answer. */
export async function initMachine(cli: Cli, options: InitOptions, asks: boolean): Promise<void> {
  const colors = colorsFor(cli.stdout, cli.env);
  const home = cli.env['HOME'] ?? '';
  const say = (text: string): void => {
    if (!options.json) cli.stdout.write(text);
  };
  const live = movesOn(cli.stdout, cli.env) && !options.json;
  const width = Math.min(cli.stdout.columns ?? 100, 100);
  const lines = await LiveLines.on(options.json ? cli.stderr : cli.stdout, live);
  const asker = asks ? new TerminalAsker(cli.openTerminal, lines, cli.interrupts) : undefined;
  const answers = new Answers(options, asker, cli.interrupts.signal);

  const machine = await lookAtMachine(cli, options);
  if (asks) {
    say(`${colors.bold('orssh')} runs commands on hosts that have nothing but SSH.\n`);
    say('A few questions; nothing is written before the last one, and Ctrl-C undoes all.\n\n');
  }
  say(hanging(whatIsThere(machine, home), width - 1, 0));
  const wanted = await chooseHosts(machine, answers, await cli.libraries.registry(), say);
  const tested = await test(wanted);
  const { kept, leftOut } = await sort(tested, answers, say, { colors, width });
  const plan: Plan = {};
  if (kept.length > 0) {
    const group = await answers.group(machine.registry.providers[0]?.name ?? 'hosts');
    plan.hosts = { file: machine.configFile, ...group, hosts: kept.map(({ host }) => host) };
  }
  plan.plugin = await offerPlugin({ machine, answers, say, home, colors });
  cli.interrupts.signal.throwIfAborted();
  const { backups } = await carryOut(plan, await cli.libraries.registry(), new Date());
  if (options.json) cli.stdout.write(jsonLine(asJson(plan, kept, leftOut, backups)));
  else say(ending(plan, backups, home, colors));

  async function test(hosts: Parameters<typeof testHosts>[0]): Promise<TestedHost[]> {
    if (hosts.length === 0) return [];
    say('\nLogging in on each of them, to see whether it works; nothing is left there.\n');
    const { connectHost } = await cli.libraries.adaptor();
    const prompter = asker && rememberPassphrases(sshPrompter(asker));
    return testHosts(hosts, {
      lines,
      colors,
      width,
      signal: cli.interrupts.signal,
      logIn: async ({ target, ssh }) => {
        const connection = await connectHost(target, {
          ssh,
          prompter,
          identityFile: options.identity,
          timeoutMs: options.connectTimeout,
          signal: cli.interrupts.signal,
          env: cli.env,
          onProgress: (event) => {
            if (event.step === 'notice') lines.note(escapeControl(event.message));
          },
        });
        await connection.close();
      },
    });
  }
}

function whatIsThere({ registry, configFile, configured }: Machine, home: string): string {
  if (!configured) return '';
  const names = registry.hosts.map(({ name }) => name);
  const some = names.slice(0, 6).join(', ') + (names.length > 6 ? ', …' : '');
  const count = names.length === 1 ? 'one host' : `${names.length} hosts`;
  const list = some === '' ? '' : `: ${escapeControl(some)}`;
  return `${tildify(configFile, home)} is there already, with ${count}${list}. It is added to.\n\n`;
}

async function sort(
  tested: readonly TestedHost[],
  answers: Answers,
  say: (text: string) => void,
  { colors, width }: { colors: Colors; width: number },
): Promise<{ kept: TestedHost[]; leftOut: TestedHost[] }> {
  const bad = tested.filter(({ error }) => error !== undefined);
  for (const { host, error } of bad) {
    const remedy = error?.remedy ?? '';
    if (remedy !== '') {
      const text = `${escapeControl(host.target)}: ${escapeControl(remedy)}`;
      say(`${colors.cyan('  →')} ${hanging(text, width - 1, 4)}\n`);
    }
  }
  const keepsBad =
    bad.length > 0 && (await answers.keepFailed(bad.map(({ host }) => escapeControl(host.target))));
  return {
    kept: tested.filter(({ error }) => keepsBad || error === undefined),
    leftOut: keepsBad ? [] : bad,
  };
}

function ending({ hosts, plugin }: Plan, backups: readonly string[], home: string, colors: Colors): string {
  if (!hosts && !plugin) return '\nNothing was changed.\n';
  const lines: string[] = [''];
  const tick = colors.green('✓');
  if (hosts) {
    const count = hosts.hosts.length === 1 ? 'One host' : `${hosts.hosts.length} hosts`;
    lines.push(`${tick} ${count} in ${tildify(hosts.file, home)}, provider ${hosts.provider}`);
  }
  if (plugin) lines.push(`${tick} The plugin in ${tildify(plugin.file, home)}`);
  for (const backup of backups) lines.push(`  As it was before: ${tildify(backup, home)}`);
  const name = hosts?.hosts[0]?.name;
  if (name !== undefined) {
    const next = [
      [`orssh exec ${name} -- uname -a`, 'run a command there'],
      [`orssh doctor ${name}`, 'look at every step, should something not work'],
      ['orssh hosts list', 'all of them'],
    ] as const;
    const width = Math.max(...next.map(([command]) => command.length));
    lines.push(
      '',
      'Next:',
      ...next.map(([command, what]) => `  ${colors.cyan(command.padEnd(width))}  ${what}`),
    );
  }
  if (plugin) {
    const start = colors.cyan(`${workspacesFlag}=true opencode`);
    lines.push('', 'In OpenCode:', `  ${start}  then /warp: a workspace on a host`);
  }
  return `${lines.join('\n')}\n`;
}

function asJson({ hosts, plugin }: Plan, kept: TestedHost[], leftOut: TestedHost[], backups: string[]) {
  const row = ({ host, ms, error }: TestedHost) => ({
    name: host.name,
    target: host.target,
    ...(ms !== undefined && { ms: Math.round(ms) }),
    ...(error && { error: escapeControl(error.message) }),
  });
  return {
    file: hosts?.file ?? null,
    provider: hosts?.provider ?? null,
    added: kept.map(row),
    leftOut: leftOut.map(row),
    plugin: plugin?.file ?? null,
    backups,
  };
}
