/** `env=prod` asks for exactly that; a bare `gpu` also fits `gpu=anything`. */
export function labelTest(wanted: string): (labels: readonly string[]) => boolean {
  if (wanted.includes('=')) return (labels) => labels.includes(wanted);
  const start = `${wanted}=`;
  return (labels) => labels.some((label) => label === wanted || label.startsWith(start));
}
