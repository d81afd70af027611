import type { StubClient } from '../stub-client.js';
import type { Log } from './workspaces.js';

export interface GatewayOptions {
  host: string;
  workspace: { id: string; projectID: string; directory: string };
  secret: string;
  port?: number;
  heartbeatMs?: number;
  log?: Log;
}

export interface Gateway {
  readonly url: string;
  readonly port: number;
  attach(stub: StubClient): void;
  away(reason: string): void;
  publish(payload: { type: string; properties: Record<string, unknown> }): void;
  close(): Promise<void>;
}

export type StartGateway = (options: GatewayOptions) => Promise<Gateway>;
