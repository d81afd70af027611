import * as z from 'zod/mini';

/** Names the file for whatever runs within an agent host: the plugin, and the program that stands for the shell. */
export const agentFileVariable = 'ORSSH_AGENT_HOST';

/** What the process that has the gateway tells its agent host: a 0600 file, for it holds a secret. */
export const agentFileSchema = z.object({
  v: z.literal(1),
  /** Of the gateway, on 127.0.0.1. */
  port: z.int().check(z.minimum(1), z.maximum(65_535)),
  /** Opens the gateway's door for agents, as `Authorization: Bearer`. */
  token: z.string().check(z.minLength(32)),
  /** As the person knows it. */
  host: z.string(),
  /** `directory` is on the host, absolute. */
  workspace: z.object({ id: z.string(), projectID: z.string(), name: z.string(), directory: z.string() }),
  /** The agent host's folder on this machine: where it says this, `workspace.directory` is meant. */
  anchor: z.string(),
  /** Why OpenCode's tool `question` is off: its own server has the answer and `keeps` it, or `nobody` is shown what is asked. */
  noQuestions: z.optional(z.enum(['keeps', 'nobody'])),
});

export type AgentFile = z.infer<typeof agentFileSchema>;
