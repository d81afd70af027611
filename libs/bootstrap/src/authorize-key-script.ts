import { quote } from '@orssh/tunnel';

import { scriptHead, shell } from './script-head.js';

/** A public key as a line of authorized_keys has it. */
export interface PublicKey {
  /** `ssh-ed25519` */
  type: string;
  /** base64 */
  blob: string;
  comment: string;
}

/**
 * Appends the key to `~/.ssh/authorized_keys`, as ssh-copy-id does, unless it is there. OpenSSH accepts no file that others may
 * write, so that right is taken from them; what is made is for the owner alone.
 */
export function authorizeKeyScript(marker: string, key: PublicKey): string {
  const line = [key.type, key.blob, key.comment].filter(Boolean).join(' ');
  return [scriptHead(marker, '~/.ssh'), `blob=${quote(key.blob)} line=${quote(line)}`, body, ''].join('\n');
}

const body = shell(String.raw`
# Says whether the group or others may write it.
others_write() {
  set -- $(ls -ld "$1" 2>/dev/null)
  case $1 in ?????w*|????????w*) return 0 ;; esac
  return 1
}

tighten() {
  if others_write "$1" && chmod go-w "$1"; then say tightened "$1"; fi
}

# A line may have options before the key.
is_there() {
  [ -f "$file" ] || return 1
  while read -r v || [ -n "$v" ]; do
    case $v in '#'*) continue ;; esac
    case " $v " in *" $blob "*) return 0 ;; esac
  done <"$file"
  return 1
}

append() {
  if [ ! -d "$root" ]; then mkdir "$root" && chmod 700 "$root" && say made "$root" || return 1; fi
  if [ ! -e "$file" ]; then new=yes; fi
  # The last line may have no end.
  if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then line="$nl$line"; fi
  printf '%s\n' "$line" >>"$file" || return 1
  if [ -n "$new" ]; then chmod 600 "$file"; say made "$file"; fi
  if has restorecon; then restorecon -F "$root" "$file"; fi
  return 0
}

main() {
  begin
  file=$root/authorized_keys new=
  say file "$file"
  if ! is_ours; then say problem "$root is of another user"
  elif is_there; then say there yes
  else
    # What it says goes on; only its errors are taken aside.
    exec 3>&1
    errors=$({ append >&3; } 2>&1)
    if is_there; then say added yes; else say problem "@{errors:-it could not be written}"; fi
  fi
  if is_ours; then tighten "$root"; tighten "$file"; fi
  # Somebody may mean it so: that folder is not only for ssh.
  if others_write "@{root%/.ssh}"; then say loose "@{root%/.ssh}"; fi
  finish
}

main; exit 0`);
