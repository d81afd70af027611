import type { CommandExit, ExecRequest, PermissionReply, PermissionRequest } from '@orssh/protocol';
import { visible } from '@orssh/protocol/visible';
import * as z from 'zod/mini';

import type { Instance } from '../instance.js';
import type { ToolContext } from '../opencode/tool.js';
import type { WorkspacesOfProcess } from '../workspaces-of-process.js';
import { ClippedOutput } from './clipped-output.js';
import { defineTool, means } from './define-tool.js';
import { findNamedHost, type NamedHost } from './named-host.js';
import { plainText } from './plain-text.js';
import { runToEnd } from './run-to-end.js';
import { withNamedHost } from './with-named-host.js';

const shownEveryMs = 250;
const shownCharacters = 4_000;
const shownTouches = 100;
/** A path of Linux fits. */
const longest = 4_200;
/** What OpenCode shows above the answers, where nothing can be scrolled away. */
const longestTitle = 600;

const description = `Runs one shell command on a remote Linux host over SSH, and returns its output and exit code.

Use it when the user names a host (or asks about "the server", "the GPU box"; remote_status lists the hosts) and wants something looked at or done there. Do not use it for the local machine: that is what the bash tool is for. In a session whose workspace is on a host, its own tools work there already.

- \`host\`: a name, alias or provider/name of the configured hosts, an alias of ~/.ssh/config, or user@host[:port].
- \`command\`: a line for the host's shell. Each call is a shell of its own: \`cd\` and variables do not carry over, so pass \`directory\`. There is no terminal and no input: use flags that ask nothing.
- \`directory\`: absolute, or from the home. Default: the home.
- \`timeoutMs\`: the command is ended after this time. Default: none; it is also ended when the user interrupts.

The user may be asked for permission first, and again for a directory outside the home. Standard output and error come mixed as a terminal would show them; of much output the beginning and the end are kept, so filter on the host (grep, tail) where you can. A failed command is a result, not an error: look at the exit code.`;

export function remoteExec(instance: Instance, workspaces: WorkspacesOfProcess) {
  return defineTool({
    description,
    args: {
      host: means(
        z.string().check(z.minLength(1)),
        'Host: configured name or alias, ssh_config alias, or user@host',
      ),
      command: means(z.string().check(z.minLength(1)), "A line for the host's shell"),
      directory: means(
        z.optional(z.string()),
        'Where to run it: absolute, or from the home. Default: the home',
      ),
      timeoutMs: means(
        z.optional(z.int().check(z.positive())),
        'Milliseconds after which the command is ended. Default: no limit',
      ),
    },
    async run({ host: target, command, directory, timeoutMs }, context) {
      const host = await findNamedHost(instance, target);
      await context.ask(questionFor(host, command, directory));
      const output = new ClippedOutput();
      const show = every(shownEveryMs, () => {
        context.metadata({ title: host.name, metadata: { output: output.latest(shownCharacters) } });
      });
      const exit = await withNamedHost(
        host,
        {
          signal: context.abort,
          borrow: (wanted) => workspaces.ifOpened(instance, (all) => all.borrow(wanted, context.abort)),
          onNotice: (message) => {
            instance.log('info', message);
          },
        },
        (stub) =>
          runToEnd(stub, requestFor(command, { directory, timeoutMs }), {
            signal: context.abort,
            onOutput: (data) => {
              output.add(data);
              show();
            },
            onCut: (bytes) => {
              output.lost(bytes);
            },
            onPermission: (request) => askForPath(host, request, context),
          }),
      );
      return {
        title: `${host.name}: ${command}`,
        output: `${output.text()}\n[${ending(exit, timeoutMs)}, on ${host.name}]`,
        metadata: {
          host: host.name,
          exitCode: exit.exitCode,
          signal: exit.signal === null ? null : plainText(exit.signal),
        },
      };
    },
  });
}

function requestFor(
  command: string,
  { directory, timeoutMs }: { directory?: string; timeoutMs?: number },
): ExecRequest {
  return {
    command,
    // The host takes absolute paths and `~/…`.
    cwd: directory === undefined || /^[/~]/.test(directory) ? directory : `~/${directory}`,
    timeoutMs,
    streams: 'merged',
    onFull: 'block',
    onDenied: 'wait',
  };
}

/**
 * A rule is `host command`, as in `"remote_exec": {"web1 git *": "allow"}`; a directory comes last, so that rules need not know it.
 * `always` is for this very command: of a line for a shell, no part says what the rest would do.
 */
function questionFor({ name }: NamedHost, command: string, directory: string | undefined) {
  const pattern = `${name} ${command}${directory === undefined ? '' : ` (in ${directory})`}`;
  return {
    permission: 'remote_exec',
    patterns: [pattern],
    // In a rule they would stand for anything, or for a slash.
    always: /[*?\\]/.test(pattern) ? [] : [pattern],
    metadata: { host: name, command, directory },
  };
}

/** The host's own question, for a path outside of what commands there may use; the patterns are told from those of local paths. */
async function askForPath(
  { name }: NamedHost,
  request: PermissionRequest,
  context: ToolContext,
): Promise<PermissionReply> {
  const there = (pattern: string): string => `${name}:${shown(pattern)}`;
  // What is written otherwise than it is may look like another one, which a rule would allow as well.
  const isExact = request.always.every((pattern) => shown(pattern) === pattern && !pattern.includes('\\'));
  await context.ask({
    // Whatever the host calls it: another name may be allowed without a question.
    permission: 'external_directory',
    patterns: request.patterns.slice(0, shownTouches).map(there),
    always: isExact && request.patterns.length <= shownTouches ? request.always.map(there) : [],
    metadata: {
      host: name,
      command: shown(request.metadata.command),
      filepath: shown(request.path, longestTitle),
      ...allOf(request),
    },
  });
  return 'once';
}

/** OpenCode shows `parentDir` before all else: one path alone needs none. */
function allOf({ metadata }: PermissionRequest): Record<string, unknown> {
  const { touches = [], unknown = [], warning } = metadata;
  if (touches.length < 2 && warning === undefined) return {};
  const parentDir = touches.map(
    ({ path, access, secret }) => `${path} (${access}${secret ? '; SECRETS' : ''})`,
  );
  return {
    parentDir: shown(parentDir.join(', '), longestTitle),
    touches: touches
      .slice(0, shownTouches)
      .map((touch) => ({ ...touch, path: shown(touch.path), requested: shown(touch.requested) })),
    unknown: unknown.slice(0, shownTouches).map((part) => shown(part)),
    warning: shown(warning),
  };
}

/** Text of the host's for a person who decides on it. */
function shown<Text extends string | undefined>(text: Text, most = longest): Text {
  return (text === undefined ? text : visible(text, most)) as Text;
}

function ending({ exitCode, signal, timedOut, durationMs }: CommandExit, timeoutMs = 0): string {
  const after = `after ${(durationMs / 1000).toFixed(1)} s`;
  if (timedOut) return `ended by its time limit of ${timeoutMs} ms`;
  return signal === null ? `exit code ${exitCode ?? 'unknown'} ${after}` : `ended by ${signal} ${after}`;
}

/** Calls `show` at most once in that time. */
function every(ms: number, show: () => void): () => void {
  let at = 0;
  return () => {
    if (performance.now() - at < ms) return;
    at = performance.now();
    show();
  };
}
