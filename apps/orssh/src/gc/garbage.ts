import type { Failure } from '../output/render-error.js';

/** Something that nobody needs any more. */
export interface Garbage {
  /** `here`, or a host as the person named it. */
  where: string;
  /** A path, or in words. */
  what: string;
  bytes: number;
  why: string;
  /** `garbage`: in a dry run. `kept`: it looks like garbage, and `why` says what it is. */
  state: 'removed' | 'garbage' | 'kept';
}

/** A host that was not reached, or could not be cleaned up. */
export interface UncollectedHost {
  where: string;
  error: Failure;
}
