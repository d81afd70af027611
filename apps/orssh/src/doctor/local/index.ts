import { type Check, configuration, stubBinaries } from '@orssh/doctor';

import { agent } from './agent.js';
import { keys } from './keys.js';
import { knownHosts } from './known-hosts.js';
import { opencodeChecks } from './opencode.js';
import { sshClient } from './ssh-client.js';
import { stateFolder } from './state-folder.js';
import { versions } from './versions.js';

/** What is looked at on this machine. */
export const localChecks: readonly Check[] = [
  versions,
  sshClient,
  keys,
  agent,
  knownHosts,
  stateFolder,
  stubBinaries,
  configuration,
  ...opencodeChecks,
];
