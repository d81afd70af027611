import { pathToFileURL } from 'node:url';

/** Runs a configuration that is a program, and gives what it exports by default. TypeScript's compiler loads for .ts alone. */
export async function loadCode(path: string): Promise<unknown> {
  if (path.endsWith('ts')) {
    const { loadTypeScript } = await import('./load-typescript.js');
    return loadTypeScript(path);
  }
  const { href } = pathToFileURL(path);
  const loaded = (await import(href)) as { default?: unknown };
  return loaded.default;
}
