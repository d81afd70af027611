import type { Command } from 'commander';

import type { Cli } from './cli.js';
import type { Outcome } from './commands/action.js';

export interface Verb {
  readonly name: string;
  /** Its arguments, in commander's notation. */
  readonly words?: string;
  /** What it does, in a line of the overview. */
  readonly summary: string;
  load(): Promise<(cli: Cli, outcome: Outcome) => Command>;
}

/**
 * Every command, in the order and under the headings of the overview. A command's code is loaded when it is the one that was
 * asked for: `orssh exec` does not pay for the others.
 */
export const verbs: readonly { heading: string; verbs: readonly Verb[] }[] = [
  {
    heading: 'Run',
    verbs: [
      {
        name: 'exec',
        words: '<target> [command...]',
        summary: 'run a command on a host, or on several at once',
        load: async () => (await import('./commands/exec.js')).execCommand,
      },
      {
        name: 'ps',
        words: '<target>',
        summary: 'list the commands that run on a host',
        load: async () => (await import('./commands/ps.js')).psCommand,
      },
      {
        name: 'kill',
        words: '<target> [id...]',
        summary: 'send a signal to commands that run on a host',
        load: async () => (await import('./commands/kill.js')).killCommand,
      },
    ],
  },
  {
    heading: 'Hosts',
    verbs: [
      {
        name: 'hosts',
        summary: 'your hosts: list, show, add, remove, import, test',
        load: async () => (await import('./commands/hosts.js')).hostsCommand,
      },
      {
        name: 'setup',
        words: '[target...]',
        summary: 'get hosts ready: put the stub there, and start it',
        load: async () => (await import('./commands/setup.js')).setupCommand,
      },
      {
        name: 'status',
        words: '<target>',
        summary: 'say whether the stub runs on a host',
        load: async () => (await import('./commands/status.js')).statusCommand,
      },
      {
        name: 'logs',
        words: '<target>',
        summary: "print the stub's log, and follow it",
        load: async () => (await import('./commands/logs.js')).logsCommand,
      },
      {
        name: 'stop',
        words: '<target>',
        summary: 'end the stub on a host, and what it runs',
        load: async () => (await import('./commands/stop.js')).stopCommand,
      },
      {
        name: 'uninstall',
        words: '<target>',
        summary: 'take off a host what was put there',
        load: async () => (await import('./commands/uninstall.js')).uninstallCommand,
      },
    ],
  },
  {
    heading: 'Share',
    verbs: [
      {
        name: 'leases',
        summary: 'who has which host: list, release, steal',
        load: async () => (await import('./commands/leases.js')).leasesCommand,
      },
      {
        name: 'approvals',
        summary: 'folders that need no question: list, allow, revoke',
        load: async () => (await import('./commands/approvals.js')).approvalsCommand,
      },
    ],
  },
  {
    heading: 'Manage',
    verbs: [
      {
        name: 'init',
        summary: 'find your hosts, write the configuration, add the plugin',
        load: async () => (await import('./commands/init.js')).initCommand,
      },
      {
        name: 'doctor',
        words: '[target]',
        summary: 'look for what is wrong, here and on the way to a host',
        load: async () => (await import('./commands/doctor.js')).doctorCommand,
      },
      {
        name: 'config',
        summary: 'the configuration: path, check, print, schema, trust',
        load: async () => (await import('./commands/config.js')).configCommand,
      },
      {
        name: 'gc',
        words: '[target...]',
        summary: 'remove what nobody needs any more, here and on hosts',
        load: async () => (await import('./commands/gc.js')).gcCommand,
      },
      {
        name: 'completion',
        words: '<shell>',
        summary: 'make bash, zsh or fish complete what you type',
        load: async () => (await import('./commands/completion.js')).completionCommand,
      },
    ],
  },
  {
    heading: 'Learn',
    verbs: [
      {
        name: 'demo',
        summary: 'show all of it on this machine; nothing is needed',
        load: async () => (await import('./commands/demo.js')).demoCommand,
      },
      {
        name: 'exit-codes',
        summary: 'what the exit codes mean',
        load: async () => (await import('./commands/exit-codes.js')).exitCodesCommand,
      },
    ],
  },
];
