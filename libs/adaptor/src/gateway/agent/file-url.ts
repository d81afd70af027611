/** Stands for `file:` in what an agent host is told: nothing there opens it. */
export const hostFileScheme = 'orssh-file:';

/** A file of the host, as a part of a prompt names it. */
export interface FileOnHost {
  path: string;
  /** Lines, from 1, both included. */
  start?: number;
  end?: number;
}

export function isFileUrl(url: string): boolean {
  return protocolOf(url) === 'file:';
}

/** Undefined for a URL that names no file of one machine. */
export function fileOnHost(text: string): FileOnHost | undefined {
  try {
    const url = new URL(text);
    const path = decodeURIComponent(url.pathname);
    const here = url.host === '' || url.host === 'localhost';
    if (!here || path.includes('\0') || /%2f/i.test(url.pathname)) return undefined;
    return {
      path: path.length > 1 ? path.replace(/\/+$/, '') : path,
      start: lineOf(url.searchParams.get('start')),
      end: lineOf(url.searchParams.get('end')),
    };
  } catch {
    return undefined;
  }
}

/** The same file, of no machine. */
export function asHostFile(url: string): string {
  return isFileUrl(url) ? `${hostFileScheme}${new URL(url).href.slice('file:'.length)}` : url;
}

function protocolOf(text: string): string | undefined {
  try {
    return new URL(text).protocol;
  } catch {
    return undefined;
  }
}

function lineOf(text: string | null): number | undefined {
  const line = Number.parseInt(text ?? '', 10);
  return Number.isNaN(line) ? undefined : line;
}
