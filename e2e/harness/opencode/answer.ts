/** What the SDK's client resolves with. */
interface Answer<Data> {
  data?: Data;
  error?: unknown;
}

/** The data of an answer; an error is thrown with what OpenCode said. */
export function must<Data>({ data, error }: Answer<Data>): NonNullable<Data> {
  if (error !== undefined || data == null) throw new Error(`OpenCode answered ${JSON.stringify(error)}`);
  return data;
}
