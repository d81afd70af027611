/** Jest's matchers for a text within an object, without their `any`. */
export const includes = (part: string): unknown => expect.stringContaining(part);
export const matches = (pattern: RegExp): unknown => expect.stringMatching(pattern);
