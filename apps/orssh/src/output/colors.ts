import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours for one stream: on a terminal that can show them, unless `NO_COLOR` is set; `FORCE_COLOR` wins elsewhere. */
export function colorsFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Colors {
  const forced = Boolean(env['FORCE_COLOR']) && env['FORCE_COLOR'] !== '0';
  const capable = stream.isTTY === true && env['TERM'] !== 'dumb';
  return picocolors.createColors(!env['NO_COLOR'] && (forced || capable));
}
