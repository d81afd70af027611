import type { Allowed } from './allowed.js';
import type { Terms } from './terms.js';

/** Of the terms and those of the workspace the stricter count; what is denied adds up. */
interface ExecOptions extends Terms {
  /** 1 to 128 characters. The same key never starts a second command: the answer is the first one. */
  key?: string;
  /** Absolute, or `~`, or `~/…`. Default: the workspace's directory, else the home. */
  cwd?: string;
  env?: Record<string, string>;
  /** `none` (default): /dev/null. `pipe`: what is posted to the command's stdin. */
  stdin?: 'none' | 'pipe';
  /** Base64 of at most 512 KiB that is the whole stdin; saves the requests that `pipe` takes. */
  stdinData?: string;
  /** 0: no limit. */
  timeoutMs?: number;
  streams?: 'separate' | 'merged';
  /** How much of the newest output can be read again. Default 8 MiB, at most 64 MiB. */
  keepBytes?: number;
  /** `block`: the command waits for a reader instead of losing output that nobody has read. */
  onFull?: 'cut' | 'block';
  workspaceID?: string;
  sessionID?: string;
  /** What a path outside the workspace does: wait for a reply (the stub's default), or fail at once with `PermissionRequiredError`. */
  onDenied?: 'wait' | 'fail';
  /** For this command alone. */
  allow?: Allowed[];
  /** All output, at most 64 MiB of it, also goes to a file of the host: {@link Command.outputPath}, which the workspace may read. */
  saveOutput?: boolean;
}

/** Body of `POST /stub/v1/exec`: a program with its arguments, or a line for a shell. */
export type ExecRequest = ExecOptions &
  (
    | { argv: string[]; command?: undefined; shell?: undefined }
    | { command: string; argv?: undefined; shell?: string }
  );
