import type { StubClient } from '../../stub-client.js';
import type { Gateway, GatewayOptions, StartGateway } from '../gateway.js';

/** What a gateway was told, in order. */
export interface FakeGateway extends Gateway {
  readonly options: GatewayOptions;
  readonly told: string[];
  stub: StubClient | undefined;
}

export interface FakeGateways {
  readonly start: StartGateway;
  readonly started: FakeGateway[];
  /** The one that was started last. */
  latest(): FakeGateway;
  /** The next start rejects with it. */
  fail: Error | undefined;
}

/** Gateways that serve nothing. */
export function fakeGateways(): FakeGateways {
  const started: FakeGateway[] = [];
  const gateways: FakeGateways = {
    started,
    fail: undefined,
    start(options) {
      if (gateways.fail) return Promise.reject(gateways.fail);
      const port = options.port ?? 40_000 + started.length;
      const told: string[] = [];
      const gateway: FakeGateway = {
        ...{ options, told, port, stub: undefined, url: `http://127.0.0.1:${port}/${options.secret}` },
        attach(stub) {
          gateway.stub = stub;
          told.push('attach');
        },
        away(reason) {
          gateway.stub = undefined;
          told.push(`away: ${reason}`);
        },
        publish({ type, properties }) {
          told.push(`${type} ${String(properties['status'] ?? properties['variant'])}`);
        },
        close() {
          told.push('close');
          return Promise.resolve();
        },
      };
      started.push(gateway);
      return Promise.resolve(gateway);
    },
    latest() {
      const last = started.at(-1);
      if (!last) throw new Error('no gateway was started');
      return last;
    },
  };
  return gateways;
}
