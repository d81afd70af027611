export { connectRemote, type Remote } from './connect-remote.js';
export type {
  FileEntries,
  FileLines,
  FileStat,
  FileWritten,
  GlobFiles,
  GrepMatches,
} from './file-answers.js';
export type { HostFacts } from './host-facts.js';
export { readAgentFile } from './read-agent-file.js';
export type { FileBytes, FileOptions, LinesOf, RemoteFiles, WriteCondition } from './remote-files.js';
export { type AwayOptions, whileAway } from './while-away.js';
