import type { Step } from './turn.js';

/** A turn as one `chat.completion`, for who does not stream: its text and its calls. */
export function completionOf(steps: readonly Step[]): Record<string, unknown> {
  const content = steps.map((step) => ('text' in step ? step.text : '')).join('');
  const calls = steps
    .filter((step) => 'call' in step)
    .map(({ call, args, id }, index) => ({
      ...{ id: id ?? `call_whole_${index}`, type: 'function' },
      function: { name: call, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
    }));
  const message = { role: 'assistant', content, ...(calls.length > 0 ? { tool_calls: calls } : {}) };
  return {
    ...{ id: 'scripted', object: 'chat.completion', created: 0, model: 'm' },
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }],
    usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
  };
}
