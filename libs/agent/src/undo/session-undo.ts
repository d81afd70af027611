import { type FileChange, StubError, type StubSnapshots, type UndoneFiles } from '@orssh/adaptor';

import type { StepRecords } from './step-records.js';
import { firstContents, isWhole, openStep, since, type Step, type Steps } from './steps.js';

/** A tool waits for it. */
const trackMs = 60_000;

export interface SessionUndoOptions {
  sessionID: string;
  records: StepRecords;
  /** Throws where the host is away. */
  snapshots: () => StubSnapshots;
}

/** The undo of one session. Its methods are called one after the other. */
export class SessionUndo {
  constructor(private readonly options: SessionUndoOptions) {}

  /** Notes the files before a message's first change; for the message's other changes there is nothing to do. */
  async before(message: string): Promise<void> {
    const session = await this.read();
    if (!session.reverted && openStep(session)?.message === message) return;
    if (session.reverted) {
      const { at } = session.reverted;
      session.steps = session.steps.filter((step) => step.message < at);
      delete session.reverted;
    }
    try {
      const tree = await this.track();
      end(session, tree);
      session.steps.push({ message, from: tree });
    } catch (error) {
      const failed = session.steps.some((step) => step.message === message && step.unavailable);
      if (!failed) session.steps.push({ message, unavailable: reasonOf(error) });
      throw error;
    } finally {
      await this.write(session);
    }
  }

  /** What changes from now on is not the session's doing. */
  async settled(): Promise<void> {
    const session = await this.read();
    if (!openStep(session)) return;
    end(session, await this.track());
    await this.write(session);
  }

  /** The messages whose changes are known, the oldest first. */
  async steps(): Promise<string[]> {
    return (await this.read()).steps.filter(isWhole).map(({ message }) => message);
  }

  /** From before the first of these messages to after the last of them. */
  async changes(messages: readonly string[]): Promise<FileChange[]> {
    const steps = (await this.read()).steps
      .filter(isWhole)
      .filter(({ message }) => messages.includes(message));
    const [from, to] = [steps[0]?.from, steps.at(-1)?.to];
    return from === undefined || to === undefined ? [] : this.options.snapshots().diff({ from, to });
  }

  async revert(message: string): Promise<UndoneFiles> {
    const session = await this.read();
    const unavailable = whyNot(since(message, session));
    if (!session.reverted && (unavailable ?? since(message, session).length === 0))
      return { files: [], unavailable };
    const present = await this.present(session);
    for (const step of since(message, session)) step.files ??= await this.changedIn(step);
    const contents = firstContents(since(message, session));
    session.reverted = { at: message, present, files: [...contents.values()].flat() };
    // Before it is done, so that what is half done can be taken back.
    await this.write(session);
    const restored = await Promise.all([...contents].map(([tree, files]) => this.restore(tree, files)));
    return { ...undone(restored), ...(await this.shown(present).catch(() => ({}))) };
  }

  async unrevert(): Promise<UndoneFiles> {
    const session = await this.read();
    if (!session.reverted) return { files: [] };
    const { present, files } = session.reverted;
    const restored = await this.restore(present, files);
    delete session.reverted;
    await this.write(session);
    return undone([restored]);
  }

  /** The files as they are now or, after a revert, as they were before it: which is then taken back. */
  private async present(session: Steps): Promise<string> {
    if (session.reverted) {
      const { present, files } = session.reverted;
      await this.restore(present, files);
      return present;
    }
    const tree = await this.track();
    end(session, tree);
    return tree;
  }

  /** What a revert did, for who looks at it. */
  private async shown(present: string): Promise<Pick<UndoneFiles, 'done' | 'takenBack'>> {
    const after = await this.track();
    const between = (from: string, to: string): Promise<FileChange[]> =>
      this.options.snapshots().diff({ from, to });
    const [done, takenBack] = await Promise.all([between(present, after), between(after, present)]);
    return { done, takenBack };
  }

  /** Asked for only by who reverts: each change would wait for it otherwise. */
  private async changedIn({ from, to }: Step): Promise<string[]> {
    if (from === undefined || to === undefined) return [];
    const diff = await this.options.snapshots().diff({ from, to, patch: false });
    return diff.map(({ file }) => file);
  }

  private track(): Promise<string> {
    return this.options.snapshots().track({ signal: AbortSignal.timeout(trackMs) });
  }

  private async restore(tree: string, files: string[]): Promise<{ files: string[]; kept: string[] }> {
    if (files.length === 0) return { files, kept: [] };
    const { kept } = await this.options.snapshots().restore({ tree, files });
    return { files, kept };
  }

  /** Each time anew: another process may have the same workspace. */
  private read(): Promise<Steps> {
    return this.options.records.read(this.options.sessionID);
  }

  private write(session: Steps): Promise<void> {
    return this.options.records.write(this.options.sessionID, session);
  }
}

/** One that changed nothing is none. */
function end(session: Steps, tree: string): void {
  const step = openStep(session);
  if (step?.from === tree) session.steps = session.steps.filter((other) => other !== step);
  else if (step) step.to = tree;
}

/** Why none of the steps can be undone; undefined where one can, and of no steps. */
function whyNot(steps: readonly Step[]): string | undefined {
  return steps.some((step) => step.from !== undefined)
    ? undefined
    : steps.find((step) => step.unavailable)?.unavailable;
}

function undone(all: readonly { files: string[]; kept: string[] }[]): UndoneFiles {
  const kept = new Set(all.flatMap((one) => one.kept));
  const files = all
    .flatMap((one) => one.files)
    .filter((file) => !kept.has(file))
    .sort();
  if (files.length > 0 || kept.size === 0) return { files };
  return { files, unavailable: `${[...kept].join(', ')}: too large to be kept` };
}

function reasonOf(error: unknown): string {
  if (error instanceof StubError) return error.body.data.message;
  return error instanceof Error ? error.message : String(error);
}
