const folder =
  /\n*Base directory for this skill: ([^\n]*)\n(?:Relative paths in this skill[^\n]*\n?)?(?:Note: file list is sampled\.\n?)?(?:\s*<skill_files>[^]*?<\/skill_files>)?/g;

/**
 * What a skill says, without the folder of this machine that it is in: nothing that acts on the host finds its files there. A skill of
 * the host's directory is in the anchor, and its folder stays.
 */
export function skillOnHost(text: string, { host, anchor }: { host: string; anchor: string }): string {
  return text.replace(folder, (whole, path: string) =>
    path.startsWith(`${anchor}/`)
      ? whole
      : `\n\nThe other files of this skill are not on ${host}: only this text is at hand.\n`,
  );
}
