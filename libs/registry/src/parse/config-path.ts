/** From the top of a file to a value in it. */
export type ConfigPath = readonly (string | number)[];

/** `providers.gpu.hosts[3].ssh.port` */
export function showPath(path: ConfigPath): string {
  const shown = path.map((part, index) => {
    if (typeof part === 'number') return `[${part}]`;
    if (/^[\w$-]+$/.test(part)) return index === 0 ? part : `.${part}`;
    return `[${JSON.stringify(part)}]`;
  });
  return shown.join('');
}
