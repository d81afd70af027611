import { ReplaceBytes } from '../replace-bytes.js';

/** One workspace by two ids: `here` is OpenCode's row, `there` is what the stub knows. */
export interface Renaming {
  here: string;
  there: string;
}

/** A frame of `/global/event` as OpenCode has to see it. */
export function renamedFrame(frame: unknown, renaming: Renaming): unknown {
  const { here, there } = renaming;
  const { workspace } = (frame ?? {}) as { workspace?: unknown };
  if (workspace !== there) return frame;
  return { ...(renamedValue(frame, renaming) as object), workspace: here };
}

/** Every `workspaceID` in it that is `there` is `here`. */
function renamedValue(value: unknown, renaming: Renaming): unknown {
  if (Array.isArray(value)) return value.map((each) => renamedValue(each, renaming));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === 'workspaceID' && each === renaming.there ? renaming.here : renamedValue(each, renaming),
    ]),
  );
}

/** Renames in JSON as it comes by. Inside a string the quotes of the key would be escaped: only real keys are met. */
export function renamer({ from, to }: { from: string; to: string }): ReplaceBytes {
  const written = (id: string): Buffer => Buffer.from(`"workspaceID":${JSON.stringify(id)}`);
  return new ReplaceBytes([{ from: written(from), to: written(to) }]);
}
