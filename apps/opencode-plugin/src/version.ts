declare const ORSSH_VERSION: string | undefined;

/** The release that this plugin belongs to; the bundle has it built in. */
export const version = typeof ORSSH_VERSION === 'string' ? ORSSH_VERSION : '0.0.0-dev';
