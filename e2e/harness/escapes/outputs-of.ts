import type { Part } from '@opencode-ai/sdk/v2';

/** What the parts of a message say that was not asked: texts, and what tools answered. */
export function outputsOf(parts: readonly Part[]): string {
  return parts.map(outputOf).filter(Boolean).join('\n');
}

function outputOf(part: Part): string {
  if (part.type === 'text') return part.text;
  if (part.type !== 'tool') return '';
  const { state } = part;
  if (state.status === 'completed') return state.output;
  return state.status === 'error' ? state.error : JSON.stringify('metadata' in state ? state.metadata : '');
}
