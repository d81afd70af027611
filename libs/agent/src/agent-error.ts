import { printable } from '@orssh/protocol/printable';

/**
 * `bad_agent_file`: the file that names the gateway is missing or not one. `gateway_gone`: the process that has the gateway does not
 * answer. `host_away`: it is not connected now. `hostile_response`: what came cannot be a stub's answer. `too_large`: more than is taken into memory. `not_started`: the
 * agent host could not be started. `crashed`: it ended by itself. `elsewhere`: another process has it, and it does not answer.
 * `closed`: this side closed it. `no_grammar`: what takes commands apart is not installed. `outcome_unknown`: a command may have run.
 * `not_here`: it would act on the machine that OpenCode runs on. `unanswered`: no answer to it could arrive. `shut`: nothing may be done, for what has to be shut off cannot be.
 */
export type AgentErrorCode =
  | 'bad_agent_file'
  | 'gateway_gone'
  | 'host_away'
  | 'hostile_response'
  | 'too_large'
  | 'not_started'
  | 'crashed'
  | 'elsewhere'
  | 'closed'
  | 'no_grammar'
  | 'outcome_unknown'
  | 'not_here'
  | 'unanswered'
  | 'shut';

/** What of a workspace's model loop could not be done, on which host, and what to do about it. */
export class AgentError extends Error {
  override name = 'AgentError';
  readonly remedy: string;

  constructor(
    readonly code: AgentErrorCode,
    /** As the person knows it; empty where none is known yet. */
    readonly host: string,
    message: string,
    remedy: string,
    cause?: unknown,
  ) {
    super(printable(message), { cause });
    this.remedy = printable(remedy);
  }
}
