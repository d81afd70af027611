import { fileURLToPath, pathToFileURL } from 'node:url';

import { isRecord } from './durable-event.js';
import { parseJson } from './parse-json.js';

/** Turns paths below the project's directory on this machine into the host's. Without one, everything stays as it is. */
export class LocalPaths {
  constructor(
    private readonly local: string | undefined,
    private readonly remote: string,
  ) {}

  get differ(): boolean {
    return this.local !== undefined && this.local !== this.remote;
  }

  path(path: string): string {
    if (this.local === undefined) return path;
    if (path === this.local) return this.remote;
    const below = this.local.endsWith('/') ? this.local : `${this.local}/`;
    return path.startsWith(below) ? `${this.remote.replace(/\/$/, '')}/${path.slice(below.length)}` : path;
  }

  /** The body of a prompt or command: the files that its parts name. */
  bytes(bytes: Buffer): Buffer {
    const body = parseJson(bytes);
    if (!isRecord(body) || !Array.isArray(body['parts'])) return bytes;
    return Buffer.from(JSON.stringify({ ...body, parts: body['parts'].map((part) => this.part(part)) }));
  }

  private part(part: unknown): unknown {
    if (!isRecord(part) || part['type'] !== 'file' || typeof part['url'] !== 'string') return part;
    const { source } = part;
    return {
      ...part,
      url: this.url(part['url']),
      ...(isRecord(source) && typeof source['path'] === 'string'
        ? { source: { ...source, path: this.path(source['path']) } }
        : {}),
    };
  }

  private url(text: string): string {
    if (!text.startsWith('file://')) return text;
    try {
      const url = new URL(text);
      const { search } = url;
      const path = fileURLToPath(url);
      const mapped = this.path(path);
      return mapped === path ? text : `${pathToFileURL(mapped).href}${search}`;
    } catch {
      return text;
    }
  }
}
