/** The session that a shell is started for, where OpenCode says so (`shell.env`): the host's questions are then asked there. */
export const sessionVariable = 'ORSSH_AGENT_SESSION';

/** For the hook `shell.env`: what the program that stands for the shell has to know of whom it is started for. */
export function shellVariables({ sessionID }: { sessionID?: string }): Record<string, string> {
  return sessionID === undefined ? {} : { [sessionVariable]: sessionID };
}
