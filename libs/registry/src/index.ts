export { type DescribedFile, describeFiles } from './describe-files.js';
export { editDistance } from './edit-distance.js';
export { type ConfigProblem, RegistryError, type RegistryErrorCode } from './errors.js';
export { registryJsonSchema } from './json-schema.js';
export { lineOfHost } from './line-of-host.js';
export { loadRegistry, type LoadOptions } from './load.js';
export { didYouMean, nearest } from './nearest.js';
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
export { findHost } from './select/find-host.js';
export { type Pick, pickHost } from './select/pick-host.js';
export type {
  Availability,
  Considered,
  HostQuery,
  PickOptions,
  SelectedTarget,
  Selection,
} from './select/query.js';
export { stateFolder } from './find/folders.js';
export { replaceFile, type ReplaceOptions } from './state/replace-file.js';
export { withFileLock } from './state/with-file-lock.js';
export { resolveTarget } from './select/resolve-target.js';
export { selectHosts } from './select/select-hosts.js';
export { unknownTarget } from './select/unknown-target.js';
export { distrustFile, isTrusted, trustFile, type TrustOptions } from './trust/trusted-files.js';
export type { HostUsage, Usage } from './usage/usage.js';
export { isNews } from './usage/told.js';
export { usageInFiles, type UsageStore, type UsageStoreOptions } from './usage/usage-store.js';
export { addHost, type AddHostOptions } from './edit/add-host.js';
export type { NewHost } from './edit/config-edit.js';
export { createConfig, type CreateConfigOptions } from './edit/create-config.js';
export { removeHost, type RemoveHostOptions } from './edit/remove-host.js';
export { userConfigFile } from './find/user-config-file.js';
export { sshConfigHosts, type SshConfigHostsOptions } from './ssh-config/ssh-config-hosts.js';
