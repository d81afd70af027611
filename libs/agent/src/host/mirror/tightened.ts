type Action = 'ask' | 'deny';
type Rules = Action | Record<string, Action>;

/**
 * Of rules for permissions those that only take: a host may make this machine's user be asked more, never less. `users` are the rules of
 * the user's that count where these would.
 */
export function tightened(permission: unknown, ...users: unknown[]): Record<string, Rules> | undefined {
  if (isAction(permission)) return tightened({ '*': permission }, ...users);
  if (!isRecord(permission)) return undefined;
  const kept: Record<string, Rules> = {};
  for (const [name, rules] of Object.entries(permission)) {
    // The last rule that fits counts: a question after a prohibition would be less than that.
    const allows = (action: unknown): action is Action =>
      action === 'deny' || (action === 'ask' && !users.some((rules) => prohibits(rules, name)));
    if (allows(rules)) kept[name] = rules;
    else if (isRecord(rules)) {
      const some = Object.entries(rules).filter((entry): entry is [string, Action] => allows(entry[1]));
      if (some.length > 0) kept[name] = Object.fromEntries(some);
    }
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}

/** The older form of such rules: tools by name, of which those that are switched off count. */
export function switchedOff(tools: unknown): Record<string, false> | undefined {
  if (!isRecord(tools)) return undefined;
  const off = Object.entries(tools).filter((entry): entry is [string, false] => entry[1] === false);
  return off.length > 0 ? Object.fromEntries(off) : undefined;
}

/** The rules of a user's configuration that count for all agents, and those for the one of that name. */
export function usersRules(users: Record<string, unknown>, agent?: string): unknown[] {
  const levels = agent === undefined ? [] : [users['agent'], users['mode']].map((all) => ownOf(all, agent));
  return [users, ...levels]
    .filter(isRecord)
    .flatMap(({ permission, tools }) => [permission, offAsRules(tools)]);
}

function ownOf(all: unknown, name: string): unknown {
  return isRecord(all) && Object.hasOwn(all, name) ? all[name] : undefined;
}

/** OpenCode takes tools that are switched off for prohibitions; what changes files has one name there. */
function offAsRules(tools: unknown): Record<string, Action> {
  const off = Object.keys(switchedOff(tools) ?? {});
  const changes = off.some((name) => ['write', 'patch', 'multiedit'].includes(name)) ? ['edit'] : [];
  return Object.fromEntries([...off, ...changes].map((name) => [name, 'deny']));
}

/** Whether some rule of the user's that `name` may concern says no. */
function prohibits(users: unknown, name: string): boolean {
  if (users === 'deny') return true;
  if (!isRecord(users)) return false;
  return Object.entries(users).some(
    ([other, rules]) =>
      (other === name || other.includes('*') || name.includes('*')) &&
      JSON.stringify(rules).includes('"deny"'),
  );
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAction(value: unknown): value is Action {
  return value === 'ask' || value === 'deny';
}
