import type { Tui } from './start-tui.js';

/** What one needs of a TUI to type into it. */
export type Keys = Pick<Tui, 'press' | 'type' | 'until'>;

/** Types a slash command and takes it when the list shows its description. */
export async function takeCommand(tui: Keys, name: string, description: string): Promise<void> {
  const listed = new RegExp(`/${name} +${description}`);
  const isListed = (): Promise<boolean> =>
    tui.until(listed, 4000).then(
      () => true,
      () => false,
    );
  // What is typed while a dialog closes may go to nobody.
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await tui.type(`/${name}`);
    if (await isListed()) break;
    await tui.press('C-u');
  }
  await tui.until(listed, 0);
  await tui.press('Enter');
}

/** What a person does at the TUI to get a new workspace; resolves when the prompt stands in it. */
export async function createWorkspace(tui: Tui, name: string): Promise<void> {
  await tui.command('warp', 'Change the workspace');
  // The list begins with OpenCode's own worktrees.
  await tui.until(/SSH host/);
  await tui.press('Down', 'Enter');
  // A failure goes as it came: a toast of a few seconds.
  const screen = await tui.until(new RegExp(`Workspace ${name}|workspace failed`), 40_000);
  if (screen.includes('workspace failed')) throw new Error(`no workspace:\n${screen}`);
}

/** Runs a command with `!` in the session that is open; the first one makes the session. */
export async function runShell(tui: Keys, command: string): Promise<void> {
  await pressUntil(tui, '!', /esc exit shell mode/, ['Escape', 'C-u']);
  await tui.type(command);
  await tui.until(new RegExp(command.slice(0, 20).replace(/\W/g, '\\$&')));
  for (;;) {
    await tui.press('Enter');
    // A TUI that has just begun may not have heard of the workspace: the command stays where it was entered.
    const screen = await tui.until(/^(?![^]*esc exit shell mode)|Workspace Unavailable/);
    if (!screen.includes('Workspace Unavailable')) return;
    await tui.press('Escape');
    await tui.until(/^(?![^]*Workspace Unavailable)/);
  }
}

/** Sends a prompt to the model. */
export async function ask(tui: Keys, text: string): Promise<void> {
  await tui.type(text);
  await tui.until(new RegExp(text.slice(0, 20).replace(/\W/g, '\\$&')));
  await tui.press('Enter');
}

/** Answers the question for permission that is on the screen. */
export async function answerPermission(tui: Tui, answer: 'once' | 'always' | 'reject'): Promise<void> {
  await tui.until(/Permission required[^]*Allow once/);
  if (answer === 'once') await tui.press('Enter');
  if (answer === 'always') {
    await tui.press('Right', 'Enter');
    await tui.until(/Always allow[^]*Confirm/);
    await tui.press('Enter');
  }
  if (answer === 'reject') await tui.press('Right', 'Right', 'Enter');
  await tui.until(/^(?![^]*(Permission required|Always allow))/);
}

/** Deletes a workspace in the list of `/workspaces`, which is asked for twice; resolves when it is gone. */
export async function deleteWorkspace(tui: Tui, name: string): Promise<void> {
  await tui.command('workspaces', 'Manage workspaces');
  await tui.until(new RegExp(`● ${name}`));
  await pressUntil(tui, 'C-d', /Press delete again/);
  await tui.press('C-d');
  // It ends what runs on the host, and waits for it.
  await tui.until(new RegExp(`^(?![^]*(${name} +ssh-provider|Press delete again|Deleting))`), 40_000);
}

/** Presses a key until the screen shows what it does: what is drawn may not listen yet. `undo` comes before another try. */
async function pressUntil(tui: Keys, key: string, wanted: RegExp, undo: string[] = []): Promise<void> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await tui.press(key);
    const seen = await tui.until(wanted, 5000).catch(() => undefined);
    if (seen !== undefined) return;
    if (undo.length > 0) await tui.press(...undo);
  }
  await tui.press(key);
  await tui.until(wanted);
}

/** Moves the open session into the workspace of this name, or to the local project; resolves when it is there. */
export async function warp(tui: Tui, name: string | undefined): Promise<void> {
  await tui.command('warp', 'Change the workspace');
  const screen = await tui.until(/New workspace[^]*Use the local project/);
  const listed = screen
    .slice(screen.indexOf('New workspace'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(New|Choose) workspace$/.test(line));
  const at = listed.findIndex((line) =>
    line.startsWith(name === undefined ? 'None' : `${name} (ssh-provider`),
  );
  await tui.press(...Array.from({ length: at }, () => 'Down'), 'Enter');
  // A failure goes as it came: a toast of a few seconds.
  const said = await tui.until(new RegExp(`Warped to ${name ?? 'local project'}|to warp|to Warp`));
  if (!said.includes('Warped to')) throw new Error(`not moved:\n${said}`);
}
