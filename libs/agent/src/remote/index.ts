export { connectRemote, type Remote } from './connect-remote.js';
export type { HostFacts } from './host-facts.js';
export { readAgentFile } from './read-agent-file.js';
export type { FileBytes, FileOptions, RemoteFiles, WriteCondition } from './remote-files.js';
export { type AwayOptions, whileAway } from './while-away.js';
export type { FileEntries, FileGlob, FileGrep, FileLines, FileStat, FileWritten } from '@orssh/protocol';
