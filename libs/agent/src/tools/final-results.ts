import type { ToolContext, ToolResult } from '../opencode/tool.js';

/**
 * Results that OpenCode is not to touch: of a plugin's tool it cuts the output once more, into a file on this machine, and writes its
 * own `truncated` over the tool's. {@link FinalResults.put} belongs into `tool.execute.after`, which comes after that.
 */
export class FinalResults {
  private readonly kept = new Map<string, ToolResult>();

  /** What a tool returns in place of its result, which is kept until it is asked for. */
  keep({ callID }: Pick<ToolContext, 'callID'>, result: ToolResult): ToolResult {
    if (callID === undefined) return result;
    this.kept.set(callID, result);
    return { ...result, output: '' };
  }

  /** Puts a kept result in the place of what OpenCode made of it. */
  put(
    { callID }: { callID?: string },
    output: { title: string; output: string; metadata: Record<string, unknown> },
  ): void {
    const result = callID === undefined ? undefined : this.kept.get(callID);
    if (callID === undefined || !result) return;
    this.kept.delete(callID);
    Object.assign(output, { title: result.title, output: result.output, metadata: result.metadata ?? {} });
  }
}
