import { RegistryError } from '../errors.js';

/** The file is for a person to change; `lines` are what to put in. */
export function notEditable(file: string, why: string, lines: string): RegistryError {
  return new RegistryError({
    code: 'not_editable',
    message: `${file} cannot be changed by a program: ${why}.`,
    remedy: lines,
  });
}
