import { InvalidArgumentError } from 'commander';

/** `K=V` pairs collected over several `--env`; `K` alone passes on the local value. */
export function parseEnv(localEnv: NodeJS.ProcessEnv) {
  return (pair: string, sofar: Record<string, string> = {}): Record<string, string> => {
    const [, name, , value] = /^([A-Za-z_][A-Za-z0-9_]*)(=(.*))?$/s.exec(pair) ?? [];
    if (name === undefined)
      throw new InvalidArgumentError('write it as NAME=VALUE, or NAME to pass the local value.');
    const resolved = value ?? localEnv[name];
    if (resolved === undefined)
      throw new InvalidArgumentError(`${name} is not set here; write ${name}=VALUE.`);
    return { ...sofar, [name]: resolved };
  };
}

const longestSeconds = 7 * 24 * 3600;

/** Seconds as a person writes them (`30`, `1.5`, `2m`, `1h`), in milliseconds. */
export function parseSeconds(text: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)([smh])?$/.exec(text) ?? [];
  const seconds = Number(amount) * (unit === 'h' ? 3600 : unit === 'm' ? 60 : 1);
  if (!(seconds > 0 && seconds <= longestSeconds)) {
    throw new InvalidArgumentError(
      'write seconds such as 30 or 1.5 (or 2m, 1h), more than 0 and at most 7 days.',
    );
  }
  return Math.ceil(seconds * 1000);
}

/** Collects an option that may be given several times. */
export function collect(value: string, sofar: string[] = []): string[] {
  return [...sofar, value];
}
