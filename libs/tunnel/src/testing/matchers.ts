/** A string that contains `part`, for toMatchObject. Jest's own matcher is of type any. */
export function containing(part: string): string {
  return expect.stringContaining(part) as string;
}

/** A string that matches, for toMatchObject. */
export function matching(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string;
}
