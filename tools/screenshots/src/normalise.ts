/** What differs from run to run, and what a picture shows for it. Replacements may be of another length: rows are not wrapped by then. */
const volatile: readonly (readonly [RegExp, string | readonly string[]])[] = [
  [/SHA256:[A-Za-z0-9+/]{43}/g, 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGLFHXwIZGCqhZSbZ1c'],
  [/(?<=\bfor )\d+(?:\.\d+)? m?s\b/g, '3 min'],
  [/(?<=\bin )\d+(?:\.\d+)? m?s\b/g, '2.1 s'],
  // Each has its turn, so that not all of them are the same.
  [
    /(?<![\d.]|\b(?:for|in) )\d+(?:\.\d+)? m?s\b/g,
    ['14 ms', '22 ms', '31 ms', '9 ms', '17 ms', '26 ms', '12 ms', '19 ms'],
  ],
  [/\bpid \d+/g, 'pid 4711'],
  [/\b\d+ [GM]iB/g, '42 GiB'],
  [/\bLinux \d+\.[\w.-]+/g, 'Linux 6.1.0'],
  [/\bNode \d+\.\d+\.\d+/g, 'Node 22.12.0'],
  [/\bOpenSSH_[\w.]+/g, 'OpenSSH_9.2p1'],
];

/** Makes the rows of a screen the same in every run. `names`: what of this machine stands for what. */
export function normalise(
  rows: readonly string[],
  names: readonly (readonly [from: string, to: string])[],
): string[] {
  const turns = volatile.map(() => 0);
  return rows.map((row) => {
    let text = row;
    for (const [from, to] of names) text = text.replaceAll(from, to);
    volatile.forEach(([pattern, to], at) => {
      text = text.replace(pattern, () => {
        if (typeof to === 'string') return to;
        const turn = turns[at] ?? 0;
        turns[at] = turn + 1;
        return to[turn % to.length] ?? '';
      });
    });
    return text.trimEnd();
  });
}
