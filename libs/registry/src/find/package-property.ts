import { peek } from './found-file.js';

/** Whether this package.json has a property `orssh`. One that is broken is not ours to complain about. */
export function hasPackageProperty(path: string): boolean {
  const text = peek(path);
  if (!text?.includes('"orssh"')) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && Object.hasOwn(value, 'orssh');
  } catch {
    return false;
  }
}
