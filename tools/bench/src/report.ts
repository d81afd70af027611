import type { Row } from './measure.js';

/** Prints one table: name, median, ratio to the baseline, and whether the aim is met. */
export function printTable(title: string, rows: Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log(`\n${title}`);
  for (const { name, medianMs, ratio, aim } of rows) {
    const wanted =
      aim === undefined ? '' : `   aim ≤ ${aim.toFixed(2)} ×  ${ratio <= aim ? 'met' : 'MISSED'}`;
    console.log(
      `  ${name.padEnd(width)}  ${medianMs.toFixed(1).padStart(8)} ms  ${ratio.toFixed(2).padStart(6)} ×${wanted}`,
    );
  }
}
