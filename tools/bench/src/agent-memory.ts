import { readdirSync, readFileSync } from 'node:fs';

interface Sample {
  /** All of its pages, also those that it shares with other processes. */
  resident: number;
  /** Shared pages in proportion. */
  proportional: number;
  /** The most that was resident at once so far. */
  peak: number;
  /** Seconds of processor so far. */
  processor: number;
}

const zero: Sample = { resident: 0, proportional: 0, peak: 0, processor: 0 };
const ticksPerSecond = 100;

/** What the agent hosts of a benchmark take of this machine, at some moments; megabytes. */
export class AgentMemory {
  private readonly samples: [string, Sample][] = [];

  /** @param folder In which their state is. */
  constructor(private readonly folder: string) {}

  take(when: string): void {
    this.samples.push([when, this.now()]);
  }

  print(): void {
    console.log('  agent host, MB             resident    PSS   peak   seconds of processor');
    for (const [when, { resident, proportional, peak, processor }] of this.samples) {
      const cells = [resident, proportional, peak].map((value) => value.toFixed(0).padStart(7));
      console.log(`    ${when.padEnd(25)}${cells.join('')}${processor.toFixed(1).padStart(9)}`);
    }
  }

  private now(): Sample {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .reduce((sum, pid) => added(sum, this.of(pid)), zero);
  }

  private of(pid: string): Sample {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`ORSSH_AGENT_HOST=${this.folder}/`))
        return zero;
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return {
        resident: megabytes(/^Rss:\s+(\d+)/m, rollup),
        proportional: megabytes(/^Pss:\s+(\d+)/m, rollup),
        peak: megabytes(/^VmHWM:\s+(\d+)/m, status),
        processor: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
      };
    } catch {
      // It has ended meanwhile.
      return zero;
    }
  }
}

function added(one: Sample, other: Sample): Sample {
  return {
    resident: one.resident + other.resident,
    proportional: one.proportional + other.proportional,
    peak: one.peak + other.peak,
    processor: one.processor + other.processor,
  };
}

function megabytes(of: RegExp, text: string): number {
  return Number(of.exec(text)?.[1] ?? 0) / 1024;
}
