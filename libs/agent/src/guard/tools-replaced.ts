import { handTools } from './brain-tools.js';

/** Whether the plugin is there, from OpenCode's list of tools: all of ours stand in it one after the other, the built-in ones before them. */
export function toolsReplaced(ids: readonly string[]): boolean {
  const ours = ids.filter((name, at) => handTools.includes(name) && ids.indexOf(name) < at);
  const builtIn = handTools.filter((name) => ids.includes(name));
  const isOurs = (name: string): boolean =>
    ours.includes(name) || ids.indexOf(name) > ids.lastIndexOf('bash');
  return ours.includes('bash') && builtIn.every(isOurs);
}
