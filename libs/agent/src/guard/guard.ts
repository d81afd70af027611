import type { AgentFile } from '../agent-file.js';
import type { Hooks } from '../opencode/hooks.js';
import { brainTools } from './brain-tools.js';
import type { HostPrompts } from './host-prompts.js';
import { refuseLocalFiles } from './last-defence.js';
import { noQuestions } from './no-questions.js';
import { notHere, takenName, told } from './not-here.js';
import type { RunningTools } from './running-tools.js';
import { checkWebAddress } from './web-address.js';
import type { WebRedirects } from './web-redirects.js';

export interface GuardOptions {
  file: AgentFile;
  /** Names of the tools that are ours. */
  ours: ReadonlySet<string>;
  running: Pick<RunningTools, 'of' | 'names'>;
  prompts: HostPrompts;
  /** Tools of the person's own that may act on this machine. */
  allowed: ReadonlySet<string>;
  /** Shows a person why their prompt was refused: OpenCode answers that there was an error. */
  tell: (message: string) => void;
  checkAddress?: typeof checkWebAddress;
  redirects: Pick<WebRedirects, 'expect' | 'wasWatched'>;
}

/** Holds a session's tools and prompts to the host: what is not known to stay away from this machine is hidden, and refused. */
export class Guard {
  constructor(private readonly options: GuardOptions) {}

  /** Throws for a tool that may not run; a subagent's prompt is rewritten in place. */
  async beforeTool(
    { tool, sessionID }: { tool: string; sessionID: string },
    output: { args: Record<string, unknown> },
  ): Promise<void> {
    const { file, prompts, checkAddress = checkWebAddress } = this.options;
    const refusal = await this.refusalOf(tool);
    if (refusal) throw told(refusal);
    const { args } = output;
    if (tool === 'task' && typeof args['prompt'] === 'string') {
      args['prompt'] = await prompts.text(args['prompt'], sessionID);
    }
    if (tool === 'webfetch' && typeof args['url'] === 'string') {
      await checkAddress(args['url'], file.host).catch((error: unknown) => {
        throw told(error as ReturnType<typeof notHere>);
      });
      if ((await this.options.running.of(tool)) === 'built-in') this.options.redirects.expect(args['url']);
    }
  }

  /** Withholds a page of which nobody saw where it came from. */
  afterTool(
    { tool, args }: { tool: string; args: Record<string, unknown> },
    result: { output: string; attachments?: unknown } | undefined,
  ): void {
    const { file, redirects } = this.options;
    if (tool !== 'webfetch' || redirects.wasWatched(String(args['url'])) || !result) return;
    result.output = `This page is withheld: it could not be seen where redirects led. Use bash with curl: it runs on ${file.host}.`;
    delete result.attachments;
  }

  /** For what nothing hides: a message that OpenCode writes itself, after a subagent, names no tools. */
  definition: NonNullable<Hooks['tool.definition']> = async ({ toolID }, output) => {
    if (await this.refusalOf(toolID)) output.description = 'Off in this workspace: it only answers why.';
  };

  /** Hides from the model what it could not use, and refuses files of this machine. */
  message: NonNullable<Hooks['chat.message']> = async (_input, { message, parts }) => {
    const { file, running } = this.options;
    try {
      refuseLocalFiles(parts, file.host);
    } catch (error) {
      // OpenCode has the same list.
      parts.splice(0);
      const refusal = told(error as ReturnType<typeof notHere>);
      this.options.tell(refusal.message);
      throw refusal;
    }
    const tools: Record<string, unknown> = { ...(message['tools'] as object | undefined) };
    for (const name of await running.names()) {
      if (await this.refusalOf(name)) tools[name] = false;
    }
    message['tools'] = tools;
  };

  private async refusalOf(tool: string) {
    const { file, ours, running, allowed } = this.options;
    const origin = await running.of(tool);
    if (origin === 'ours' || origin === 'elsewhere') return undefined;
    if (origin === 'built-in' && tool === 'question') return noQuestions(file);
    if (origin === 'built-in' && brainTools.has(tool)) return undefined;
    if (ours.has(tool)) return origin === 'brought' ? takenName(tool, file.host) : notHere(tool, file.host);
    return allowed.has(tool) ? undefined : notHere(tool, file.host);
  }
}
