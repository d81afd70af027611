export type { Gateway, GatewayOptions, GatewayWorkspace, PlainEvent } from './gateway-options.js';
export { startGateway } from './start-gateway.js';
