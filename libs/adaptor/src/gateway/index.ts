export type { ReadAnswer, ReadFile, ReadRequest } from './agent/read-file.js';
export type {
  Gateway,
  GatewayAgent,
  GatewayOptions,
  GatewayWorkspace,
  PlainEvent,
} from './gateway-options.js';
export { startGateway } from './start-gateway.js';
