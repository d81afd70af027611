import type { Hooks } from '../opencode/hooks.js';

const loaded = Symbol.for('opencode-remote-ssh.agent-host');

/**
 * Tells whether the caller is still the last who asked about an input. OpenCode hands the same one to each plugin that it loads for a
 * folder, and the person's configuration may name this plugin beside the agent host's, as another copy of it. The last has its tools
 * after everybody else's, and so does what runs.
 */
export function lastOfInstance(input: object): () => boolean {
  const everywhere = globalThis as { [loaded]?: WeakMap<object, object> };
  const last = (everywhere[loaded] ??= new WeakMap());
  const me = {};
  last.set(input, me);
  return () => last.get(input) === me;
}

/** Hooks that do nothing once somebody else has their place; what they have to give back, they give back. */
export function whileLast(hooks: Hooks, isLast: () => boolean): Hooks {
  return Object.fromEntries(
    Object.entries(hooks as Record<string, unknown>).map(([name, hook]) => [
      name,
      typeof hook !== 'function' || name === 'dispose'
        ? hook
        : (...args: unknown[]) => (isLast() ? (hook as (...args: unknown[]) => unknown)(...args) : undefined),
    ]),
  );
}
