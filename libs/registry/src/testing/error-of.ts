import { RegistryError } from '../errors.js';

/** The `RegistryError` that `work` fails with; anything else fails the test. */
export async function errorOf(work: () => unknown): Promise<RegistryError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RegistryError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}
