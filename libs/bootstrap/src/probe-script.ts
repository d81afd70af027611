import { quote } from '@orssh/tunnel';

import { lookAround, wantedStubs } from './look-around.js';
import type { StubArch } from './platform.js';
import { scriptHead, shell } from './script-head.js';

export interface ProbeScriptOptions {
  /** Random; the answer stands between lines made of it. */
  marker: string;
  /** As `checkRoot` gives it. */
  root: string;
  /** SHA-256 of the stub that is wanted for each architecture. */
  wanted: Partial<Record<StubArch, string>>;
  /** Flags for the stub's `launch`. */
  launchFlags: string;
}

/**
 * A POSIX-sh script, for the stdin of /bin/sh, that says what a host is, and starts the wanted stub where it is already there:
 * looking and starting are one round trip. Builtins do most of it; what it asks other programs, it can do without (but `uname`).
 */
export function probeScript({ marker, root, wanted, launchFlags }: ProbeScriptOptions): string {
  const flags = `flags=${quote(launchFlags)}`;
  return [scriptHead(marker, root), flags, wantedStubs(wanted), lookAround, body, ''].join('\n');
}

const body = shell(String.raw`rc=

start() {
  short=@{sha%"@{sha#????????????}"}
  for stub in "$root/bin/$name-"*-"$short"; do
    [ -f "$stub" ] && [ -x "$stub" ] || continue
    # Its name is not enough: whoever swapped it would be run. The stub's own check is the last one, where the host has no tool.
    case $(sum_of "$stub") in "$sha"|'') ;; *) say damaged "$stub"; continue ;; esac
    say found "$stub"
    # Commands have what they would have by ssh.
    v=$(umask "$login_umask"; "$stub" launch --root "$root" --with-token $flags 2>&1 </dev/null); rc=$?
    say launch "$v"; say launch_rc "$rc"
    return
  done
}

look() {
  say user "$(id -un 2>/dev/null)"
  for f in "$root/bin/$name-"*; do [ ! -f "$f" ] || say have "@{f##*/}"; done
  if is_ours; then problem=$(try_folder "$root/bin"); else problem='not permitted: the folder is of another user'; fi
  say problem "$problem"
  say free_kib "$(free_kib "$root/bin")"
  # Nothing of ours can run here: no empty folders stay.
  [ -n "$sha" ] || rmdir "$root/bin" "$root" 2>/dev/null
  if has gzip; then say gzip yes; fi
  if has sha256sum; then say sha256 sha256sum; elif has openssl; then say sha256 openssl; fi
  [ -n "$problem" ] || return
  for d in /var/tmp /tmp "$XDG_RUNTIME_DIR" /dev/shm; do
    [ -d "$d" ] && [ -w "$d" ] && [ -z "$(try_folder "$d")" ] && say elsewhere "$d"
  done
}

main() {
  begin
  set -- $(uname -sm)
  os=$1 machine=$2
  say os "$os"; say machine "$machine"; say home "$HOME"
  choose
  say arch "$arch"
  if [ "$os" = Linux ] && [ -n "$sha" ] && is_ours; then start; fi
  [ "$rc" = 0 ] || look
  finish
}

main; exit 0`);
