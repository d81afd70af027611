import type { CommandEnd } from '../../command/host-command.js';
import type { ToolResult } from '../../opencode/tool.js';
import type { KeptOutput } from './kept-output.js';

export interface EndedCommand {
  command: string;
  host: string;
  output: KeptOutput;
  /** Undefined for one that was given up, or whose end nobody knows. */
  end: CommandEnd;
  aborted: boolean;
  timeoutMs: number;
  /** On the host: all that it wrote. */
  outputPath: string | undefined;
}

/** What OpenCode's own tool returns for this. */
export function bashResult({ command, output, end, outputPath, ...how }: EndedCommand): ToolResult {
  let text = output.tail() || '(no output)';
  if (output.isCut) text = `...output truncated...\n\n${whereAllIs(how.host, outputPath)}\n\n${text}`;
  const remarks = remarksOn({ end, ...how });
  if (remarks.length > 0) {
    text += `\n\n<shell_metadata>\n${remarks.join('\n')}\n</shell_metadata>`;
  }
  const shown = output.shown();
  return {
    title: command,
    metadata: {
      output: shown === '' ? text : shown,
      exit: end && !end.timedOut && !how.aborted ? end.exitCode : null,
      truncated: output.isCut,
      ...(output.isCut && outputPath !== undefined && { outputPath }),
    },
    output: text,
  };
}

function whereAllIs(host: string, outputPath: string | undefined): string {
  return outputPath === undefined
    ? `The full output was not kept on ${host}.`
    : `Full output saved to: ${outputPath}`;
}

function remarksOn({
  end,
  aborted,
  timeoutMs,
  host,
}: Pick<EndedCommand, 'end' | 'aborted' | 'timeoutMs' | 'host'>): string[] {
  if (aborted) return ['User aborted the command'];
  if (!end) {
    return [
      `What ran the command on ${host} was started anew: the command ended with it, or runs on unfollowed where that was killed. What it did until then is done, its exit code is unknown.`,
    ];
  }
  if (end.timedOut) {
    return [
      `shell tool terminated command after exceeding timeout ${timeoutMs} ms. If this command is expected to take longer and is not waiting for interactive input, retry with a larger timeout value in milliseconds.`,
    ];
  }
  return end.signal === null ? [] : [`The command was ended by ${end.signal}`];
}
