/** What a script of ours printed between its markers: values of one or more lines by key. */
export type Answer = ReadonlyMap<string, string>;

const maxKeys = 1000;

/**
 * The answer in what a login printed, whatever stands around it. `nothing`: no begin, the script did not run.
 * `incomplete`: it began, and the end is not there (yet). `malformed`: what is between cannot come from the script.
 */
export function parseAnswer(output: string, marker: string): Answer | 'nothing' | 'incomplete' | 'malformed' {
  const begin = `\norssh:${marker}:begin\n`;
  // A terminal in between writes \r\n.
  const text = `\n${output.replaceAll('\r\n', '\n')}`;
  const from = text.indexOf(begin);
  if (from < 0) return 'nothing';
  // The last newline of the begin line may be the first one of the end line.
  const rest = text.slice(from + begin.length - 1);
  const to = rest.indexOf(`\norssh:${marker}:end\n`);
  if (to < 0) return 'incomplete';
  const answer = new Map<string, string>();
  for (const line of rest.slice(1, to).split('\n')) {
    if (line === '') continue;
    const [, key, value] = /^([a-z][a-z0-9_]*)=(.*)$/s.exec(line) ?? [];
    if (key === undefined || value === undefined || value.includes('\0')) return 'malformed';
    const before = answer.get(key);
    answer.set(key, before === undefined ? value : `${before}\n${value}`);
    if (answer.size > maxKeys) return 'malformed';
  }
  return answer;
}
