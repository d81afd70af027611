const folder =
  /\n*Base directory for this skill: [^\n]*\n(?:Relative paths in this skill[^\n]*\n?)?(?:Note: file list is sampled\.\n?)?(?:\s*<skill_files>[^]*?<\/skill_files>)?/g;

/** What a skill says, without the folder of this machine that it is in: nothing that acts on the host finds its files there. */
export function skillOnHost(text: string, host: string): string {
  return text.replace(
    folder,
    `\n\nThe other files of this skill are not on ${host}: only this text is at hand.\n`,
  );
}
