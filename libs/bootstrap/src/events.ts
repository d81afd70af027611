import type { Platform } from './platform.js';

/** Progress of a bootstrap, in the order of the story; steps that are not needed are left out. */
export type BootstrapEvent =
  | { step: 'recall'; result: 'hit' | 'miss' }
  | { step: 'probe' }
  | { step: 'probed'; platform: Platform; root: string; installed: boolean; freeKiB: number | undefined }
  /** Worth telling a person. */
  | { step: 'notice'; message: string }
  | { step: 'upload'; sentBytes: number; totalBytes: number; path: string }
  | { step: 'started'; version: string; adopted: boolean; upgradeWaiting: boolean; predecessor: string }
  | { step: 'handshake' }
  | { step: 'ready'; transport: Transport };

/** How bytes reach the stub: its unix socket, its port, or its `connect` command over an exec channel. */
export type Transport = 'socket' | 'tcp' | 'exec';
