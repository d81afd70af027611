type SameLine = (there: string, meant: string) => boolean;

const waysToBeSame: readonly SameLine[] = [
  (there, meant) => there === meant,
  (there, meant) => there.trimEnd() === meant.trimEnd(),
  (there, meant) => there.trim() === meant.trim(),
  (there, meant) => plain(there.trim()) === plain(meant.trim()),
];

/** Where these lines begin, from `start` on; -1 for nowhere. The strictest way in which they are found anywhere decides. */
export function findLines(lines: readonly string[], sought: readonly string[], start: number): number {
  if (sought.length === 0) return -1;
  for (const isSame of waysToBeSame) {
    for (let at = start; at + sought.length <= lines.length; at++) {
      if (sought.every((line, index) => isSame(lines[at + index] ?? '', line))) return at;
    }
  }
  return -1;
}

/** What an editor may have made nicer, as it is typed. */
function plain(line: string): string {
  return line
    .replace(/[\u2018-\u201B]/g, "'")
    .replace(/[\u201C-\u201F]/g, '"')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\u2026/g, '...')
    .replace(/\u00A0/g, ' ');
}
