export { type ConfigProblem, RegistryError, type RegistryErrorCode } from './errors.js';
export { findHost } from './find-host.js';
export { loadRegistry, type LoadOptions } from './load.js';
export {
  type ConfigFile,
  type ConfigRole,
  type HostSettings,
  type HostSsh,
  type LeaseMode,
  leaseModes,
  type Registry,
  type RegistryHost,
  type RegistryProvider,
  strategies,
  type Strategy,
} from './registry.js';
