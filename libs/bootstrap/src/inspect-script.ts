import { lookAround, wantedStubs } from './look-around.js';
import type { StubArch } from './platform.js';
import { scriptHead, shell } from './script-head.js';

export interface InspectScriptOptions {
  /** Random; the answer stands between lines made of it. */
  marker: string;
  /** As `checkRoot` gives it. */
  root: string;
  /** SHA-256 of the stub that is wanted for each architecture. */
  wanted: Partial<Record<StubArch, string>>;
}

/** A POSIX-sh script that says what a host is and whether a stub could live there. It starts nothing, and takes away what it made. */
export function inspectScript({ marker, root, wanted }: InspectScriptOptions): string {
  return [scriptHead(marker, root), wantedStubs(wanted), lookAround, body, ''].join('\n');
}

const body = shell(String.raw`
missing=0

# The nearest folder above that is there.
find_above() {
  above=$root/bin missing=0
  while [ ! -e "$above" ] && [ ! -L "$above" ] && [ "$above" != / ]; do
    above=@{above%/*} missing=$((missing + 1))
    [ -n "$above" ] || above=/
  done
}

remove_made() {
  made=$root/bin
  while [ "$missing" -gt 0 ]; do
    rmdir "$made" 2>/dev/null
    made=@{made%/*} missing=$((missing - 1))
  done
}

# The last mount that holds the folder; spaces in mount points are \040 there.
file_system() {
  dir=$(cd "$1" 2>/dev/null && pwd -P) best=
  while read -r v on type options w; do
    case $on in *\\*) on=$(printf '%b' "$on") ;; esac
    at=@{on%/}
    case $dir/ in "$at"/*) [ "@{#on}" -lt "@{#best}" ] || { best=$on; found="$type $options"; } ;; esac
  done </proc/mounts 2>/dev/null
  echo "$found"
}

main() {
  begin
  set -- $(uname -sm)
  os=$1 machine=$2
  say os "$os"; say machine "$machine"; say home "$HOME"; say shell "$SHELL"
  say now "$(date +%s 2>/dev/null)"
  say kernel "$(uname -r 2>/dev/null)"
  { read -r v </sys/kernel/security/lsm; } 2>/dev/null && say lsm "$v"
  choose
  say arch "$arch"
  say user "$(id -un 2>/dev/null)"
  for f in "$root/bin/$name-"*; do [ ! -f "$f" ] || say have "@{f##*/}"; done
  find_above
  say above "$above"
  say file_system "$(file_system "$above")"
  say free_kib "$(free_kib "$above")"
  if is_ours; then
    say problem "$(try_folder "$root/bin")"
    remove_made
  else
    say problem 'not permitted: the folder is of another user'
  fi
  finish
}

main; exit 0`);
