/** What a person sees of a host that lies: which host, what to do, and nothing that steers the terminal or fills it. */
export function expectClear(error: unknown, host: string): void {
  if (!(error instanceof Error)) throw new Error(`not an error: ${String(error)}`);
  const { message, remedy } = error as Error & { remedy?: unknown };
  expect(message).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  expect(message.length).toBeLessThan(3000);
  expect(message).toContain(host);
  if (error.name !== 'StubError') expect(typeof remedy).toBe('string');
}
