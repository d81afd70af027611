import { scriptHead, shell } from './script-head.js';

export type Managed = 'status' | 'stop' | 'uninstall' | 'gc' | 'rotate';

/**
 * Runs a subcommand of the installed stub and passes on what it printed; with `uninstall`, stops it and takes it off the host.
 * `flags` are the subcommand's own: words that mean nothing to a shell.
 */
export function manageScript(
  marker: string,
  root: string,
  what: Managed,
  flags: readonly string[] = [],
): string {
  return [scriptHead(marker, root), `what=${what} flags='${flags.join(' ')}'`, body, ''].join('\n');
}

const body = shell(String.raw`
stub= damaged=

# The SHA-256 begins with the digits that the name ends with.
is_sound() {
  short=@{1##*-}
  [ "@{#short}" = 12 ] || return
  case $(sum_of "$1") in "$short"*|'') ;; *) return 1 ;; esac
}

# The version in use, else another; the link itself says nothing about what it leads to.
find_stub() {
  is_ours || { say foreign yes; return 1; }
  link=$(readlink "$root/bin/$name" 2>/dev/null)
  for stub in "$root/bin/@{link##*/}" "$root/bin/$name-"*; do
    [ -f "$stub" ] && [ -x "$stub" ] || continue
    is_sound "$stub" && return
    damaged=$stub
  done
  [ -z "$damaged" ] || say damaged "$damaged"
  return 1
}

run() {
  v=$("$stub" "$1" --json --root "$root" $flags 2>&1 </dev/null); rc=$?
  say printed "$v"; say rc "$rc"
}

# Only what the stub has put there, so that the wrong folder loses nothing else.
uninstall() {
  run stop
  [ "$rc" = 0 ] || return
  "$stub" stop --clear --root "$root" >/dev/null 2>&1 </dev/null
  rm -rf "$root/bin/$name" "$root/bin/$name-"* "$root/bin/.upload-"* "$root/version" \
    "$root/run" "$root/log" "$root/state" "$root/hosts" 2>&1 | { read -r line && say problem "$line"; }
  rmdir "$root/bin" "$root" 2>/dev/null
  [ -d "$root" ] && say left "$(ls -A "$root" | head -n 20)"
}

main() {
  begin
  if find_stub; then
    say installed yes
    case $what in uninstall) uninstall ;; *) run "$what" ;; esac
  fi
  finish
}

main; exit 0`);
