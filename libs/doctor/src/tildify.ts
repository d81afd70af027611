/** A path as a person writes it: `~/…` below the home. */
export function tildify(path: string, home: string): string {
  return home !== '' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
