/** What the tool `read` answers. */
export interface ReadAnswer {
  output: string;
  /** Images and PDFs: each a part of a message, its `url` a `data:` URL. */
  attachments?: { type: 'file'; mime: string; url: string; filename?: string }[];
}

/** `path` is absolute, on the host; `offset` is a line, from 1. */
export interface ReadRequest {
  path: string;
  offset?: number;
  limit?: number;
}

/**
 * Reads a file, or lists a directory, as the tool `read` does. A person named it: that is the approval of this one request. Rejects with
 * an error whose message is for the model.
 */
export type ReadFile = (request: ReadRequest, signal: AbortSignal) => Promise<ReadAnswer>;
