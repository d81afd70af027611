/** type (1 byte), zero (3 bytes), payload length (4 bytes, big-endian). */
export const frameHeaderBytes = 8;

/** No frame may be longer; a longer one is a broken or hostile stream. */
export const maxFrameBytes = 1024 * 1024;

export const frameTypes = { meta: 0, stdout: 1, stderr: 2 } as const;

export type FrameType = (typeof frameTypes)[keyof typeof frameTypes];
