import type { LeaseError } from '@orssh/lease';
import type { CommandExit } from '@orssh/protocol';

/** A stub gives commands that are to stop 5 seconds to end by themselves. */
const graceMs = 6000;

/** Tells a person what the loss of a lease means for the command that runs under it. */
export class LeaseWatch {
  #stolen = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly note: (text: string) => void,
    private readonly patienceMs = graceMs,
  ) {}

  readonly lost = ({ message, loss }: LeaseError): void => {
    this.note(`orssh: ${message}`);
    this.#stolen = loss?.reason === 'stolen';
    const goesOn = (): void => {
      this.note('orssh: the command goes on there');
    };
    // Nobody says whether the command was to stop: it shows.
    if (this.#stolen) this.#timer = setTimeout(goesOn, this.patienceMs).unref();
    else goesOn();
  };

  /** The command has ended, or is no longer followed. */
  ended(end?: CommandExit): void {
    clearTimeout(this.#timer);
    if (this.#stolen && end && end.signal !== null) {
      this.note('orssh: whoever took the lease has ended the command');
    }
    this.#stolen = false;
  }
}
