import type { Command } from 'commander';

import type { Cli } from './cli.js';
import type { Outcome } from './commands/action.js';
import { execCommand } from './commands/exec.js';

const others = () => import('./commands/index.js');

export interface Verb {
  readonly name: string;
  /** Its arguments, in commander's notation. */
  readonly words?: string;
  /** What it does, in a line of the overview. */
  readonly summary: string;
  load(): Promise<(cli: Cli, outcome: Outcome) => Command>;
}

/**
 * Every command, in the order and under the headings of the overview. `exec` is there at once and does not pay for the
 * others, whose code is loaded when one of them is asked for.
 */
export const verbs: readonly { heading: string; verbs: readonly Verb[] }[] = [
  {
    heading: 'OpenCode',
    verbs: [
      {
        name: 'open',
        words: '<target> [args...]',
        summary: 'OpenCode on a host: here, in the browser, for others',
        load: async () => (await others()).openCommand,
      },
      {
        name: 'run',
        words: '<target> [prompt...]',
        summary: 'one prompt to OpenCode on a host, and its answer',
        load: async () => (await others()).runCommand,
      },
      {
        name: 'acp',
        words: '<target> [args...]',
        summary: 'serve an editor that speaks ACP',
        load: async () => (await others()).acpCommand,
      },
    ],
  },
  {
    heading: 'Run',
    verbs: [
      {
        name: 'exec',
        words: '<target> [command...]',
        summary: 'run a command on a host, or on several at once',
        load: () => Promise.resolve(execCommand),
      },
      {
        name: 'ps',
        words: '<target>',
        summary: 'list the commands that run on a host',
        load: async () => (await others()).psCommand,
      },
      {
        name: 'kill',
        words: '<target> [id...]',
        summary: 'send a signal to commands that run on a host',
        load: async () => (await others()).killCommand,
      },
    ],
  },
  {
    heading: 'Hosts',
    verbs: [
      {
        name: 'hosts',
        summary: 'your hosts: list, show, add, remove, import, test',
        load: async () => (await others()).hostsCommand,
      },
      {
        name: 'setup',
        words: '[target...]',
        summary: 'get hosts ready: put the stub there, and start it',
        load: async () => (await others()).setupCommand,
      },
      {
        name: 'status',
        words: '<target>',
        summary: 'say whether the stub runs on a host',
        load: async () => (await others()).statusCommand,
      },
      {
        name: 'logs',
        words: '<target>',
        summary: "print the stub's log, and follow it",
        load: async () => (await others()).logsCommand,
      },
      {
        name: 'stop',
        words: '<target>',
        summary: 'end the stub on a host, and what it runs',
        load: async () => (await others()).stopCommand,
      },
      {
        name: 'rotate',
        words: '<target>',
        summary: 'give the stub on a host a new token; what runs goes on',
        load: async () => (await others()).rotateCommand,
      },
      {
        name: 'uninstall',
        words: '<target>',
        summary: 'take off a host what was put there',
        load: async () => (await others()).uninstallCommand,
      },
    ],
  },
  {
    heading: 'Share',
    verbs: [
      {
        name: 'leases',
        summary: 'who has which host: list, release, steal',
        load: async () => (await others()).leasesCommand,
      },
      {
        name: 'approvals',
        summary: 'folders that need no question: list, allow, revoke',
        load: async () => (await others()).approvalsCommand,
      },
    ],
  },
  {
    heading: 'Manage',
    verbs: [
      {
        name: 'init',
        summary: 'find your hosts, write the configuration, add the plugin',
        load: async () => (await others()).initCommand,
      },
      {
        name: 'doctor',
        words: '[target]',
        summary: 'look for what is wrong, here and on the way to a host',
        load: async () => (await others()).doctorCommand,
      },
      {
        name: 'config',
        summary: 'the configuration: path, check, print, schema, trust',
        load: async () => (await others()).configCommand,
      },
      {
        name: 'gc',
        words: '[target...]',
        summary: 'remove what nobody needs any more, here and on hosts',
        load: async () => (await others()).gcCommand,
      },
      {
        name: 'completion',
        words: '<shell>',
        summary: 'make bash, zsh or fish complete what you type',
        load: async () => (await others()).completionCommand,
      },
    ],
  },
  {
    heading: 'Learn',
    verbs: [
      {
        name: 'demo',
        summary: 'show all of it on this machine; nothing is needed',
        load: async () => (await others()).demoCommand,
      },
      {
        name: 'exit-codes',
        summary: 'what the exit codes mean',
        load: async () => (await others()).exitCodesCommand,
      },
    ],
  },
];
