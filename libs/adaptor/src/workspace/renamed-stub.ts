import { StubClient, type StubClientOptions } from '../stub-client.js';
import type { StubEvent } from '../stub-event.js';
import { type Renaming, renamedFrame } from './renaming.js';

/** A stub that knows a workspace by another id than OpenCode does: what goes through here is told each side by its own. */
export class RenamedStub extends StubClient {
  constructor(
    options: StubClientOptions,
    private readonly renaming: Renaming,
  ) {
    super(options);
  }

  override async *events(options: Parameters<StubClient['events']>[0] = {}): AsyncGenerator<StubEvent> {
    const { here, there } = this.renaming;
    const { workspaceID } = options;
    const renamed = { ...options, ...(workspaceID === here && { workspaceID: there }) };
    for await (const event of super.events(renamed))
      yield { ...event, data: renamedFrame(event.data, this.renaming) };
  }
}
