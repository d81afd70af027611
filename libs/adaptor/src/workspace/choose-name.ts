/** A name that none of `taken` is: the host's, with the folder where that was chosen, with a number where even that is taken. */
export function chooseName(host: string, directory: string | undefined, taken: ReadonlySet<string>): string {
  if (!taken.has(host)) return host;
  const base = directory === undefined ? host : `${host}:${directory}`;
  let name = base;
  for (let count = 2; taken.has(name); count += 1) name = `${base} (${count})`;
  return name;
}
