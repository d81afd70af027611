const claimed = Symbol.for('opencode-remote-ssh.agent-host');

/**
 * True for the first who asks about an input: OpenCode hands the same one to each plugin that it loads for a folder, and the person's
 * configuration may name this plugin beside the agent host's, as another copy of it.
 */
export function onceAnInstance(input: object): boolean {
  const everywhere = globalThis as { [claimed]?: WeakSet<object> };
  const inputs = (everywhere[claimed] ??= new WeakSet());
  if (inputs.has(input)) return false;
  inputs.add(input);
  return true;
}
