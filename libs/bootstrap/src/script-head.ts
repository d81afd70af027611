import { stubName } from '@orssh/protocol';
import { quote } from '@orssh/tunnel';

import { sumOf } from './sum-of.js';

/** Shell text in which `@{` stands for what a template literal would take for its own. */
export function shell(text: string): string {
  return text.replaceAll('@{', '${');
}

/**
 * What every script for the stdin of /bin/sh begins with: `$root` resolved, and functions to answer with. An answer is made of lines
 * `key=value` between two marker lines; a key that comes again adds a line to its value. The script holds the marker in parts, so
 * that a shell that echoes its input does not make up an answer. What they make is for this user alone; `$login_umask` is what the login has.
 */
export function scriptHead(marker: string, root: string): string {
  return `m=${quote(marker)} root=${quote(root)} name=${quote(stubName)}\n${sumOf}\n${head}`;
}

const head = shell(String.raw`LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin; export PATH
login_umask=$(umask); umask 077
nl='
'

say() {
  v=$2
  while :; do
    case $v in
      *"$nl"*) printf '%s=%s\n' "$1" "@{v%%"$nl"*}"; v=@{v#*"$nl"} ;;
      *) printf '%s=%s\n' "$1" "$v"; return ;;
    esac
  done
}

has() { command -v "$1" >/dev/null 2>&1; }

# Whoever owns the folder decides what runs in it.
is_ours() { [ ! -e "$root" ] || [ -O "$root" ]; }

begin() {
  case $root in '~/'*) root=@{HOME:-$(cd ~ && pwd)}/@{root#'~/'} ;; esac
  printf '\n%s\n' "orssh:$m:begin"
  say root "$root"
}

finish() { printf '%s\n' "orssh:$m:end"; }`);
