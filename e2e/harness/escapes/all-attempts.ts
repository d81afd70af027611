import type { Attempt } from './attempt.js';
import { byTexts } from './by-commands.js';
import { byExec } from './by-exec.js';
import { byFiles, bySlashCommands } from './by-files.js';
import { byGateway } from './by-gateway.js';
import { byMachine } from './by-machine.js';
import { byRoutes } from './by-routes.js';
import { terminals, typed } from './by-terminals.js';
import { byTools } from './by-tools.js';
import { byUndo } from './by-undo.js';
import type { Escape } from './escape-table.js';

/** By every door. The tables of commands go through these in part, as scripts whole. */
export function allAttempts(escapes: readonly Escape[], stub: { pid: number }): Attempt[] {
  return [
    ...byGateway,
    ...terminals,
    ...byFiles,
    ...bySlashCommands,
    ...byMachine,
    ...byUndo,
    ...byRoutes(stub),
    ...typed(escapes).filter((_, at) => at % 15 === 0),
    ...byTools(stub),
    ...byExec,
    ...byTexts(escapes).filter((_, at) => at % 5 === 0),
  ];
}
