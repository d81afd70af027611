export {
  type ConformanceSubject,
  type ConformanceWork,
  leaseServerConformance,
} from './lease-server-conformance.js';
export { type Fate, lossyNetwork, type NetworkOptions } from './lossy-network.js';
export { type MemoryCommand, MemoryLeaseServer } from './memory-lease-server.js';
export { SimulatedTime } from './simulated-clock.js';
