export type Status = 'ok' | 'warning' | 'failed' | 'skipped';

/** What one step found. Text of a host is escaped where it is shown, not here. */
export interface Finding {
  status: Status;
  found: string;
  /** What to do about it. */
  remedy?: string;
}

export const ok = (found: string): Finding => ({ status: 'ok', found });
export const warning = (found: string, remedy?: string): Finding => ({ status: 'warning', found, remedy });
export const failed = (found: string, remedy: string): Finding => ({ status: 'failed', found, remedy });
export const skipped = (why: string, remedy?: string): Finding => ({ status: 'skipped', found: why, remedy });

/** The finding of an error: the libraries' own say what to do. */
export function failedBy(error: unknown, otherwise = 'run it again with --verbose'): Finding {
  const { message, remedy } = (error instanceof Error ? error : new Error(String(error))) as Error & {
    remedy?: unknown;
  };
  return failed(message, typeof remedy === 'string' && remedy !== '' ? remedy : otherwise);
}
