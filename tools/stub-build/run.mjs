import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end with its output shown. Throws when it is not there
 * or fails; `remedy` says what to do when it is not there.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, remedy: string }} options
 */
export function run(program, args, { cwd, env = process.env, remedy }) {
  const { error, status, signal } = spawnSync(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error?.code === 'ENOENT') throw new Error(`${program} is not installed or not in PATH: ${remedy}`);
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${program} ${args[0] ?? ''} failed (${signal ?? `exit code ${status}`})`);
}

/**
 * What a program prints, else as `run`.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, remedy: string }} options
 */
export function output(program, args, { cwd, env = process.env, remedy }) {
  const { error, status, stdout } = spawnSync(program, args, {
    ...{ cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  });
  if (error?.code === 'ENOENT') throw new Error(`${program} is not installed or not in PATH: ${remedy}`);
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed (exit code ${status})`);
  return stdout.trim();
}

/**
 * Tells whether a program can be run and succeeds, without showing anything.
 * `missing` is true when it is not there at all.
 * @param {string} program
 * @param {string[]} args
 */
export function attempt(program, args) {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 20_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { missing: error?.code === 'ENOENT', ok: status === 0, output: `${stdout ?? ''}${stderr ?? ''}` };
}
