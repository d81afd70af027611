import { AgentError } from '../agent-error.js';

/** Names, in the environment, tools of the person's own that may run although they act on this machine: `a,b`. */
export const localToolsVariable = 'ORSSH_LOCAL_TOOLS';

/** Read from the environment alone: no file of a project can say it. */
export function localTools(env: NodeJS.ProcessEnv): ReadonlySet<string> {
  const names = (env[localToolsVariable] ?? '').split(',').map((name) => name.trim());
  return new Set(names.filter((name) => name !== ''));
}

/** Why a tool may not run in a workspace. */
export function notHere(tool: string, host: string): AgentError {
  if (tool === 'lsp') {
    return new AgentError(
      'not_here',
      host,
      `LSP is off in this workspace: its servers would run on the machine OpenCode runs on, and the files are on ${host}.`,
      'Use grep, or a command on the host.',
    );
  }
  return new AgentError(
    'not_here',
    host,
    `The tool ${tool} is off in this workspace: it would act on the machine OpenCode runs on, and files and commands are on ${host}.`,
    `Use bash, read, edit and the other tools, which act on ${host}. A person who wants it nevertheless starts OpenCode with ` +
      `${localToolsVariable}=${tool}.`,
  );
}

/** Why a tool under the name of one of ours may not run. */
export function takenName(tool: string, host: string): AgentError {
  return new AgentError(
    'not_here',
    host,
    `The tool ${tool} is off in this workspace: another plugin brings one of that name, which would not act on ${host}.`,
    'Name the other plugin before opencode-remote-ssh in opencode.json, or remove it there.',
  );
}

/** The whole of an error as one text: OpenCode shows a tool's message alone. */
export function told(error: AgentError): Error {
  return new Error(error.remedy === '' ? error.message : `${error.message}\n${error.remedy}`, {
    cause: error,
  });
}
