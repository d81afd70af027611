import type { CallStep } from '../opencode/scripted-model.js';

/** The tool with each of these arguments. */
export function call(name: string, ...all: CallStep['args'][]): CallStep[] {
  return all.map((args) => ({ call: name, args }));
}

export function patch(...lines: string[]): CallStep {
  const patchText = ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');
  return { call: 'apply_patch', args: { patchText } };
}
