/** What is read of a zod schema here. */
export interface Schema {
  safeParse(value: unknown): { success: boolean };
  _zod: { def: unknown };
  /** Of a `listOf`. */
  item?: Schema;
}

interface Def {
  type: string;
  shape?: Record<string, Schema>;
  element?: Schema;
  innerType?: Schema;
  in?: Schema;
  options?: Schema[];
  values?: unknown[];
  entries?: Record<string, unknown>;
}

/** A way into a value: names of members, and numbers of items. */
export type Place = readonly (string | number)[];

const texts = ['text', '/srv/app', 'a'.repeat(64), 'SIGTERM', ''];

/** A value that the schema accepts, with every member that it may have and one item in every list. */
export function sampleOf(schema: Schema): unknown {
  if (schema.item) return [sampleOf(schema.item)];
  const def = schema._zod.def as Def;
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape ?? {}).map(([name, member]) => [name, sampleOf(member)]),
      );
    case 'array':
      return def.element ? [sampleOf(def.element)] : [];
    case 'optional':
    case 'nullable':
    case 'default':
      return def.innerType && sampleOf(def.innerType);
    case 'pipe':
      return def.in && sampleOf(def.in);
    case 'union':
      return def.options?.[0] && sampleOf(def.options[0]);
    case 'literal':
      return def.values?.[0];
    case 'enum':
      return Object.values(def.entries ?? {})[0];
    case 'boolean':
      return true;
    case 'number':
      return 1;
    case 'string':
      return texts.find((text) => schema.safeParse(text).success);
    default:
      return { any: ['thing'] };
  }
}

/** Every place in {@link sampleOf} the schema, the whole included. */
export function placesOf(schema: Schema): Place[] {
  return placesIn(sampleOf(schema));
}

/** Every place in a value, the whole included. */
export function placesIn(value: unknown): Place[] {
  return [...walk(value, [])];
}

function* walk(value: unknown, place: Place): Generator<Place> {
  yield place;
  if (typeof value !== 'object' || value === null) return;
  const members: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, at) => [at, item as unknown])
    : Object.entries(value);
  for (const [name, member] of members) yield* walk(member, [...place, name]);
}
