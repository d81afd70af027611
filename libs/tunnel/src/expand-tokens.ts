import { createHash } from 'node:crypto';
import { homedir as homeOf, hostname, userInfo } from 'node:os';
import { join } from 'node:path';

/** What `%`-tokens of ssh_config stand for on one destination. */
export interface TokenValues {
  /** As typed on the command line (`%n`). */
  typed: string;
  host: string;
  port: number;
  user: string;
  hostKeyAlias?: string;
  proxyJump?: string;
}

/** The home folder of the passwd entry: OpenSSH does not look at `$HOME`. */
export function homeFolder(): string {
  return userInfo().homedir || homeOf();
}

/** Replaces `%h`, `%p`, … (ssh_config(5), TOKENS). Throws where a token is not one. */
export function expandTokens(text: string, values: TokenValues): string {
  return text.replace(/%(.)/gs, (token, letter: string) => {
    const value = tokenValue(letter, values);
    if (value === undefined) throw new Error(`unknown token ${token} in ${JSON.stringify(text)}`);
    return value;
  });
}

/** `~` and `~/…` as the home folder. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homeFolder(), path.slice(1)) : path;
}

/** `~`, `~/…`, `${VAR}` and tokens, as OpenSSH expands file names. */
export function expandPath(path: string, values: TokenValues, env: NodeJS.ProcessEnv): string {
  const withVariables = expandHome(path).replace(/\$\{([^}]+)\}/g, (_whole, name: string) => env[name] ?? '');
  return expandTokens(withVariables, values);
}

function tokenValue(letter: string, values: TokenValues): string | undefined {
  const { username, uid } = userInfo();
  const local = hostname();
  switch (letter) {
    case '%':
      return '%';
    case 'C':
      return createHash('sha1')
        .update(`${local}${values.host}${values.port}${values.user}${values.proxyJump ?? ''}`)
        .digest('hex');
    case 'd':
      return homeFolder();
    case 'h':
      return values.host;
    case 'i':
      return String(uid);
    case 'j':
      return values.proxyJump ?? '';
    case 'k':
      return values.hostKeyAlias ?? values.typed;
    case 'L':
      return local.split('.')[0] ?? local;
    case 'l':
      return local;
    case 'n':
      return values.typed;
    case 'p':
      return String(values.port);
    case 'r':
      return values.user;
    case 'u':
      return username;
    default:
      return undefined;
  }
}
