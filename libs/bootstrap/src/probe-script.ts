import { quote } from '@orssh/tunnel';

import { type StubArch, stubArchs } from './platform.js';
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
  const wants = stubArchs.map((arch) => `want_${arch}=${quote(wanted[arch] ?? '')}`).join(' ');
  return [scriptHead(marker, root), `flags=${quote(launchFlags)} ${wants}`, body, ''].join('\n');
}

const body = shell(String.raw`all= small= arch= sha= rc= before=

# The ELF class of /bin/sh; a 64-bit kernel may carry a 32-bit userland.
is_32_bit() {
  set -- $(od -An -tx1 -N5 /bin/sh 2>/dev/null)
  [ "$5" = 01 ]
}

choose() {
  case $machine in
    x86_64|amd64) all=amd64 small=386 ;;
    i?86) all=386 ;;
    aarch64|arm64) all=arm64 small=arm ;;
    armv[678]*) all=arm ;;
    riscv64) all=riscv64 ;;
    ppc64le) all=ppc64le ;;
    s390x) all=s390x ;;
    loongarch64) all=loong64 ;;
  esac
  if [ -n "$small" ] && eval "[ -n \"\$want_$small\" ]" && is_32_bit; then all="$small $all"; fi
  for arch in $all; do
    eval "sha=\$want_$arch"
    [ -z "$sha" ] || break
  done
}

start() {
  short=@{sha%"@{sha#????????????}"}
  for stub in "$root/bin/$name-"*-"$short"; do
    [ -f "$stub" ] && [ -x "$stub" ] || continue
    say found "$stub"
    v=$("$stub" launch --root "$root" --with-token $flags 2>&1 </dev/null); rc=$?
    say launch "$v"; say launch_rc "$rc"
    return
  done
}

# Says nothing where a program of ours could be put and run, else why not.
try_folder() {
  t=$1/.upload-probe-$$
  { mkdir -p "$1" && printf '#!/bin/sh\nexit 0\n' >"$t" && chmod 700 "$t" && "$t" </dev/null; } 2>&1 || echo "rc=$?"
  rm -f "$t" 2>/dev/null
}

look() {
  say user "$(id -un 2>/dev/null)"
  for f in "$root/bin/$name-"*; do [ ! -f "$f" ] || say have "@{f##*/}"; done
  if is_ours; then problem=$(try_folder "$root/bin"); else problem='not permitted: the folder is of another user'; fi
  say problem "$problem"
  say free_kib "$(df -kP "$root/bin" 2>/dev/null | { read -r v; read -r v; for w in $v; do
    case $w in *%) echo "$before" ;; esac; before=$w; done; })"
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
