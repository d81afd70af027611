import { scriptHead, shell } from './script-head.js';

export interface LogScriptOptions {
  marker: string;
  root: string;
  lines: number;
  follow: boolean;
}

/**
 * Prints the end of the stub's log behind a marker line. When it follows, `tail` is ended by the end of stdin: servers do not end
 * the programs of a channel that has gone.
 */
export function logScript({ marker, root, lines, follow }: LogScriptOptions): string {
  return [scriptHead(marker, root), `lines=${lines} follow=${follow ? 'yes' : ''}`, body, ''].join('\n');
}

const body = shell(String.raw`
main() {
  begin
  # A home that several hosts share has a folder for each.
  log=$root/hosts/$(uname -n)/log/stub.log
  [ -f "$log" ] || log=$root/log/stub.log
  [ -f "$log" ] || { finish; return; }
  printf '%s\n' "orssh:$m:log"
  if [ -n "$follow" ]; then
    tail -n "$lines" -F "$log" 2>/dev/null &
    cat >/dev/null
    kill $!
  else
    tail -n "$lines" "$log"
  fi
}

main; exit 0`);
