export { connect } from './connect.js';
export type { ConnectOptions } from './connect-options.js';
export type {
  Connection,
  ConnectionState,
  ForwardTarget,
  HostKey,
  RemoteExit,
  RemoteProcess,
  UploadOptions,
  UploadResult,
} from './connection.js';
export type { AllowedAlgorithms, Destination } from './destination.js';
export type {
  HostKeyQuestion,
  KeyboardInteractiveQuestion,
  PassphraseQuestion,
  PasswordQuestion,
  Prompter,
} from './prompter.js';
export type { HostKeyVerdict } from './host-key-verdict.js';
export type { LoginEvent, LoginListener } from './login-event.js';
export { type ParsedTarget, parseTarget } from './parse-target.js';
export { quote, quoteForLoginShell } from './quote.js';
export { resolveDestination, type ResolveOptions } from './resolve-destination.js';
export type { SshSettings } from './ssh-settings.js';
export { TunnelError, type TunnelErrorCode } from './tunnel-error.js';
