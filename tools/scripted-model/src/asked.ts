export interface AskedMessage {
  role: string;
  content?: unknown;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

export interface AskedTool {
  name: string;
  description?: string;
  parameters?: Record<string, unknown>;
}

/** What the model was asked. */
export interface Asked {
  /** All messages with the role `system`, joined. */
  readonly system: string;
  /** The others. */
  readonly messages: readonly AskedMessage[];
  readonly tools: readonly AskedTool[];
  /** The text of the first message of the user. */
  readonly first: string;
  /** `title` and `summary` are OpenCode's own requests for these. */
  readonly kind: 'turn' | 'title' | 'summary';
  readonly body: Readonly<Record<string, unknown>>;
}

interface Body {
  messages?: AskedMessage[];
  tools?: { function: AskedTool }[];
}

/** Reads the body of a request. */
export function askedOf(body: Record<string, unknown>): Asked {
  const { messages: all = [], tools = [] } = body as Body;
  const system = all.filter(({ role }) => role === 'system').map(textOf);
  const messages = all.filter(({ role }) => role !== 'system');
  const first = messages.find(({ role }) => role === 'user');
  const asked = {
    system: system.join('\n\n'),
    messages,
    tools: tools.map(({ function: tool }) => tool),
    first: first ? textOf(first) : '',
    body,
  };
  return { ...asked, kind: kindOf(asked) };
}

/** The text of a message, of all its parts. */
export function textOf({ content }: AskedMessage): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return (content as { text?: unknown }[])
    .map(({ text }) => text)
    .filter((text) => typeof text === 'string')
    .join('\n');
}

/** OpenCode's agents for these have system prompts of their own, and get no tools. */
function kindOf({ system, tools }: Pick<Asked, 'system' | 'tools'>): Asked['kind'] {
  if (tools.length > 0) return 'turn';
  if (system.includes('You are a title generator')) return 'title';
  return /context summarization|summarizing conversations/i.test(system) ? 'summary' : 'turn';
}
