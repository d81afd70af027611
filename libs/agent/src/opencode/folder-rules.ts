import * as z from 'zod/mini';

import type { OpencodeCalls } from './opencode-calls.js';
import type { ToolContext } from './tool.js';

const rulesSchema = z.array(z.object({ permission: z.string(), pattern: z.string(), action: z.string() }));
const agentsSchema = z.array(z.object({ name: z.string(), permission: rulesSchema }));
const sessionSchema = z.object({ permission: z.optional(rulesSchema) });

/** What the rules that OpenCode asks by say of folders that were approved on the host: approval does not outlive a prohibition. */
export class FolderRules {
  constructor(private readonly opencode: Pick<OpencodeCalls, 'get'>) {}

  /** Whether a rule forbids the folder of this pattern, or that cannot be known: OpenCode is to be asked then. */
  async forbid(
    { agent, sessionID }: Pick<ToolContext, 'agent' | 'sessionID'>,
    pattern: string,
    permission = 'external_directory',
  ): Promise<boolean> {
    try {
      const [agents, session] = await Promise.all([
        this.opencode.get('/agent'),
        this.opencode.get(`/session/${sessionID}`),
      ]);
      const own = agentsSchema.parse(agents).find(({ name }) => name === agent);
      if (!own) return true;
      // The last that fits counts.
      const rules = [...own.permission, ...(sessionSchema.parse(session).permission ?? [])];
      const rule = rules.findLast((one) => fits(one.permission, permission) && fits(one.pattern, pattern));
      return rule?.action === 'deny';
    } catch {
      return true;
    }
  }
}

/** As OpenCode reads a pattern: `*` stands for any text, `?` for a character, and ` *` at the end also for nothing. */
function fits(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll('\\', '/')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replace(/ \.\*$/, '( .*)?');
  return new RegExp(`^${source}$`, 's').test(text.replaceAll('\\', '/'));
}
