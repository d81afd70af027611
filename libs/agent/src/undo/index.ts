/** Undo of what a session did to a host's files, in the process that has the gateway. */
export { undoOnHost, type UndoOnHostOptions } from './undo-on-host.js';
