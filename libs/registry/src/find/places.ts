const formats = ['json', 'jsonc', 'yaml', 'yml', 'js', 'mjs', 'cjs', 'ts', 'mts', 'cts'] as const;

export const rcNames = ['.orsshrc', ...formats.map((format) => `.orsshrc.${format}`)];
export const configNames = formats.map((format) => `orssh.config.${format}`);
export const userConfigNames = formats.map((format) => `config.${format}`);
export const searchPlaces = ['package.json', ...rcNames, ...configNames];

/** A configuration that is a program. */
export function isCode(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}
