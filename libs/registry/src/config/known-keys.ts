import type { ConfigPath } from '../parse/config-path.js';
import { configSchema } from './schema.js';

interface Definition {
  type: string;
  shape?: Record<string, { _zod: { def: unknown } }>;
  innerType?: { _zod: { def: unknown } };
  element?: { _zod: { def: unknown } };
  valueType?: { _zod: { def: unknown } };
  options?: readonly { _zod: { def: unknown } }[];
}

/** The keys that the schema knows in the object at `path`. */
export function keysAt(path: ConfigPath): string[] {
  let places = [configSchema._zod.def as unknown as Definition];
  for (const part of path) places = places.flatMap((place) => stepInto(place, part));
  return [...new Set(places.flatMap(alternatives).flatMap(({ shape = {} }) => Object.keys(shape)))];
}

function stepInto(place: Definition, part: string | number): Definition[] {
  return alternatives(place).flatMap(({ shape, element, valueType }) => {
    const next = typeof part === 'number' ? element : (shape?.[part] ?? valueType);
    return next ? [next._zod.def as Definition] : [];
  });
}

/** What stands behind `optional` and `union`. */
function alternatives(place: Definition): Definition[] {
  if (place.innerType) return alternatives(place.innerType._zod.def as Definition);
  return place.options?.flatMap(({ _zod }) => alternatives(_zod.def as Definition)) ?? [place];
}
