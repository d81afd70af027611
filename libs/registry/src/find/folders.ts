import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export function homeFolder(env: NodeJS.ProcessEnv): string {
  const home = env['HOME'];
  return home !== undefined && isAbsolute(home) ? home : homedir();
}

/** `$XDG_CONFIG_HOME`, default `~/.config`. */
export function configHome(env: NodeJS.ProcessEnv): string {
  return xdg(env['XDG_CONFIG_HOME'], join(homeFolder(env), '.config'));
}

/** What this project remembers between runs: `$XDG_STATE_HOME/opencode-remote-ssh`, default below `~/.local/state`. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  return join(xdg(env['XDG_STATE_HOME'], join(homeFolder(env), '.local', 'state')), 'opencode-remote-ssh');
}

/** The specification says that a relative path there is to be ignored. */
function xdg(value: string | undefined, otherwise: string): string {
  return value !== undefined && isAbsolute(value) ? value : otherwise;
}
