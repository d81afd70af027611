import type { Lie } from './lies.js';
import { type Place, placesIn, sampleOf, type Schema } from './schema-walk.js';

/** An answer that is right but for one place. */
export interface LyingBody {
  /** `the path / at stub.home` */
  name: string;
  body: Buffer;
}

const mark = '@the lie@';

/** An answer of the schema's for every place in it and every lie; `list`: the answer is a list of such; `places`: only in so many, spread over all. */
export function* lyingBodies(
  schema: Schema,
  lies: readonly Lie[],
  { list = false, places = Infinity } = {},
): Generator<LyingBody> {
  yield* lyingValues(sampleOf(schema), lies, { list, places });
}

/** The same of a value that is right. */
export function* lyingValues(
  sample: unknown,
  lies: readonly Lie[],
  { list = false, places = Infinity } = {},
): Generator<LyingBody> {
  const all = placesIn(sample);
  const step = Math.max(1, Math.ceil(all.length / places));
  for (const place of all.filter((_place, at) => at % step === 0)) {
    for (const { name, json } of lies) {
      if (place.length === 0 && json === undefined) continue;
      yield {
        name: `${name} at ${place.join('.') || 'the whole'}`,
        body: withLie(sample, place, json, list),
      };
    }
  }
}

/** An honest answer with one lie in every place that holds a value of its type, as far as the schema takes it. */
export function everywhere(schema: Schema, lie: string | number): unknown {
  const sample = sampleOf(schema);
  let value = sample;
  for (const place of placesIn(sample)) {
    if (place.length === 0 || typeof at(sample, place) !== typeof lie) continue;
    const changed = put(value, place, lie);
    if (schema.safeParse(changed).success) value = changed;
  }
  return value;
}

function withLie(sample: unknown, place: Place, json: Buffer | undefined, list: boolean): Buffer {
  const changed = put(sample, place, json === undefined ? undefined : mark);
  const text = JSON.stringify(list ? [changed] : changed);
  if (json === undefined) return Buffer.from(text);
  const [before = '', after = ''] = text.split(JSON.stringify(mark));
  return Buffer.concat([Buffer.from(before), json, Buffer.from(after)]);
}

function at(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value);
}

/** A copy with another value in one place. */
function put(value: unknown, [name, ...rest]: Place, replaced: unknown): unknown {
  if (name === undefined) return replaced;
  if (Array.isArray(value))
    return value.map((item, index) => (index === name ? put(item, rest, replaced) : item) as unknown);
  const record = value as Record<string, unknown>;
  return { ...record, [name]: put(record[name], rest, replaced) };
}
