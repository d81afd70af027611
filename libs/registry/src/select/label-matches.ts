/** `env=prod` asks for exactly that; a bare `gpu` also fits `gpu=anything`. */
export function labelMatches(labels: readonly string[], wanted: string): boolean {
  return labels.some(
    (label) => label === wanted || (!wanted.includes('=') && label.startsWith(`${wanted}=`)),
  );
}
