import type { Attempt } from './attempt.js';
import { byScripts, byTexts } from './by-commands.js';
import { byExec } from './by-exec.js';
import { byFiles } from './by-files.js';
import { byGateway } from './by-gateway.js';
import { byMachine } from './by-machine.js';
import { byRoutes } from './by-routes.js';
import { terminals, typed } from './by-terminals.js';
import { byTools } from './by-tools.js';
import type { Escape } from './escape-table.js';

/** By every door. The tables of commands go through the model's tool whole, through the others in part. */
export function allAttempts(escapes: readonly Escape[], stub: { pid: number }): Attempt[] {
  return [
    ...byGateway,
    ...terminals,
    ...byFiles,
    ...byMachine,
    ...byRoutes(stub),
    ...typed(escapes).filter((_, at) => at % 15 === 0),
    ...byTools(stub),
    ...byExec(escapes),
    ...byTexts(escapes).filter((_, at) => at % 5 === 0),
    ...byScripts(escapes),
  ];
}
