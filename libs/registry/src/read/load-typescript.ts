import { createJiti } from 'jiti/static';

/** Runs a TypeScript module, and gives what it exports by default. Nothing is cached on disk. */
export function loadTypeScript(path: string): Promise<unknown> {
  return createJiti(path, { fsCache: false, moduleCache: false }).import(path, { default: true });
}
