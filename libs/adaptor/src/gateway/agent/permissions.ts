import { isRecord } from '../durable-event.js';

const maxKnown = 10_000;

/** Who asked which question about permission: the stub about a path, the agent host about what a tool does. */
export class Permissions {
  private readonly ofStub = new Set<string>();
  private readonly ofAgent = new Set<string>();

  seeStub(payload: Record<string, unknown>): void {
    see(payload, this.ofStub);
  }

  seeAgent(payload: Record<string, unknown>): void {
    see(payload, this.ofAgent);
  }

  /** Undefined where that is not known: it was asked before somebody listened. */
  asker(id: string): 'stub' | 'agent' | undefined {
    if (this.ofStub.has(id)) return 'stub';
    return this.ofAgent.has(id) ? 'agent' : undefined;
  }
}

function see({ type, properties }: Record<string, unknown>, known: Set<string>): void {
  if (!isRecord(properties)) return;
  const { id, requestID } = properties;
  if (/^permission\.(v2\.)?asked$/.test(String(type)) && typeof id === 'string') {
    if (known.size >= maxKnown) known.clear();
    known.add(id);
  } else if (/^permission\.(v2\.)?replied$/.test(String(type)) && typeof requestID === 'string') {
    known.delete(requestID);
  }
}
