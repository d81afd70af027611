import { account } from '../profile.js';

const { home } = account;

/** Where everything is that an attempt goes for, and what it works in. */
export const places = {
  work: `${home}/work`,
  out: `${home}/docs`,
  letter: `${home}/docs/letter`,
  key: `${home}/.ssh/id`,
  root: `${home}/.opencode-remote-ssh`,
  token: `${home}/.opencode-remote-ssh/run/stub.token`,
  socket: `${home}/run/socket`,
  /** Outside of the home. */
  far: '/srv/far',
  shared: '/tmp/shared',
} as const;

/** Of the workspace: what is run by its number lies in it. */
export const keep = 'attempts';
/** Lines of sh that set what the tables of attempts speak of. */
export const variablesFile = `${places.work}/${keep}/variables`;
/** By its pipes the test and the command take turns; all that is approved. */
export const turnFolder = '/tmp/turn';
