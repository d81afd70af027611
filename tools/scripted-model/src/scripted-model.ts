import type { Asked } from './asked.js';
import type { Match, Script } from './script.js';
import type { Turn } from './turn.js';

/** What goes into OpenCode's configuration to use it. */
export interface ModelConfig {
  enabled_providers: string[];
  provider: Record<
    string,
    {
      npm: string;
      options: { baseURL: string; apiKey: string };
      models: Record<string, Record<string, unknown>>;
    }
  >;
  model: string;
  small_model: string;
}

/** A model that says what it was told to; without a turn it says "done". */
export interface ScriptedModel {
  /** `http://127.0.0.1:<port>/v1` */
  readonly url: string;
  /** Its provider is `fake`, its model `m`. */
  readonly config: ModelConfig;
  /** Says these next, one an answer, in the conversations that no {@link ScriptedModel.when} matches. */
  script(...turns: Turn[]): void;
  /** How many turns of {@link ScriptedModel.script} nobody asked for yet. */
  readonly left: number;
  /** The script of the conversations that match. */
  when(match: Match): Script;
  /** Every turn that was asked for, titles and summaries not among them. */
  readonly asked: readonly Asked[];
  /** All requests, titles and summaries too. */
  readonly requests: readonly Asked[];
  /** Resolves with the requests for turns once there are so many. */
  askedTimes(count: number): Promise<readonly Asked[]>;
  /** Everything that it was ever sent, as one text: to look for what must not be in it. */
  sent(): string;
  close(): Promise<void>;
}
