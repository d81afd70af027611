import { editDistance } from './edit-distance.js';
import { type MatchFinder, wantedLines } from './match-finder.js';

/** Of a block's inner lines, on average. */
const alikeEnough = 0.65;

interface Block {
  start: number;
  end: number;
}

/** The block between the same first and last line, of about the same length, whose inner lines are the most alike. */
export const anchoredBlock: MatchFinder = function* (text, wanted) {
  if (wanted.split('\n').length < 3) return;
  const sought = wantedLines(wanted);
  const lines = text.split('\n');
  const blocks = blocksBetween(lines, sought);
  if (blocks.length === 1) {
    for (const block of blocks) if (firstAlike(lines, sought, block)) yield textOf(lines, block);
    return;
  }
  let best: { block: Block; alike: number } | undefined;
  for (const block of blocks) {
    const alike = meanAlike(lines, sought, block);
    if (alike > (best?.alike ?? -1)) best = { block, alike };
  }
  if (best && best.alike >= alikeEnough) yield textOf(lines, best.block);
};

function blocksBetween(lines: readonly string[], sought: readonly string[]): Block[] {
  const [first = '', last = ''] = [sought[0]?.trim(), sought.at(-1)?.trim()];
  const tolerance = Math.max(1, Math.floor(sought.length * 0.25));
  const blocks: Block[] = [];
  for (const [start, line] of lines.entries()) {
    if (line.trim() !== first) continue;
    const end = lines.findIndex((candidate, index) => index >= start + 2 && candidate.trim() === last);
    if (end < 0) continue;
    if (Math.abs(end - start + 1 - sought.length) <= tolerance) blocks.push({ start, end });
  }
  return blocks;
}

/** Adds up until it is enough, so that what comes last need not be alike. */
function firstAlike(lines: readonly string[], sought: readonly string[], block: Block): boolean {
  const inner = Math.min(sought.length - 2, block.end - block.start - 1);
  if (inner <= 0) return true;
  let alike = 0;
  for (const share of shares(lines, sought, block)) {
    alike += share / inner;
    if (alike >= alikeEnough) return true;
  }
  return alike >= alikeEnough;
}

function meanAlike(lines: readonly string[], sought: readonly string[], block: Block): number {
  const inner = Math.min(sought.length - 2, block.end - block.start - 1);
  if (inner <= 0) return 1;
  let sum = 0;
  for (const share of shares(lines, sought, block)) sum += share;
  return sum / inner;
}

/** How alike each inner line is, from 0 to 1; empty ones say nothing. */
function* shares(
  lines: readonly string[],
  sought: readonly string[],
  { start, end }: Block,
): Generator<number> {
  for (let index = 1; index < sought.length - 1 && index < end - start; index++) {
    const there = lines[start + index]?.trim() ?? '';
    const meant = sought[index]?.trim() ?? '';
    const longer = Math.max(there.length, meant.length);
    if (longer > 0) yield 1 - distance(there, meant) / longer;
  }
}

function distance(one: string, other: string): number {
  return one === other ? 0 : editDistance(one, other);
}

function textOf(lines: readonly string[], { start, end }: Block): string {
  return lines.slice(start, end + 1).join('\n');
}
