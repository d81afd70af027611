import type { Gateway, GatewayOptions } from '../gateway/index.js';

export type { Gateway, GatewayOptions };
export type StartGateway = (options: GatewayOptions) => Promise<Gateway>;

/** Loaded when the first workspace is opened. */
export const startRealGateway: StartGateway = async (options) => {
  const { startGateway } = await import('../gateway/index.js');
  return startGateway(options);
};
