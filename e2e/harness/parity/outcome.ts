import type { ToolPart } from '@opencode-ai/sdk/v2';

/** What a person and the model see of a call. */
export interface Outcome {
  tool: string;
  input: unknown;
  status: string;
  title?: string;
  output?: string;
  error?: string;
  metadata?: Record<string, unknown>;
  attachments?: unknown[];
}

/** Without what no two conversations have in common: the project's path, ids. */
export function outcomeOf({ tool, state }: ToolPart, project: string): Outcome {
  const outcome: Outcome = { tool, input: state.input, status: state.status };
  if (state.status === 'completed') {
    const { title, output, metadata } = state;
    const attachments = state.attachments?.map(({ type, mime, url, filename }) => [
      type,
      mime,
      url,
      filename,
    ]);
    Object.assign(outcome, { title, output, metadata, attachments });
  }
  if (state.status === 'error') Object.assign(outcome, { error: state.error, metadata: state.metadata });
  const text = JSON.stringify(outcome)
    .replaceAll(project, '<project>')
    // A subagent's session.
    .replace(/\bses_\w+/g, '<session>');
  return JSON.parse(text) as Outcome;
}
