import { runShell } from './person.js';
import type { Tui } from './start-tui.js';

/** What {@link takeTour} does differently, by what the workspace has. */
export interface TourParts {
  /** Of each shell command. */
  answerShell: () => Promise<void>;
  /** From a session with a command in it: sends prompts, the last one being "hello you"; resolves when that is answered. */
  prompt: () => Promise<void>;
  /** On the screen when "hello you" is answered. */
  answer: RegExp;
  /** On the screen when `/compact` was tried. */
  compacted: RegExp;
}

/** A look at everything that the TUI has for a session, from the prompt of a workspace; it ends there again. */
export async function takeTour(
  tui: Tui,
  { answerShell, prompt, answer, compacted }: TourParts,
): Promise<void> {
  await runShell(tui, 'echo one');
  await answerShell();
  await tui.until(/┃ +one\s*\n/);
  await runShell(tui, 'echo begun; sleep 4242');
  await tui.until(/┃ +begun\s*\n/);
  await tui.press('Escape');
  await tui.until(/again to interrupt/);
  await tui.press('Escape');
  await tui.until(/aborted by the user|User aborted/);

  await tui.press('C-p');
  await look(tui, /Commands[^]*Rename session/);
  for (const [command, description, title] of dialogs) {
    await tui.command(command, description);
    await look(tui, title);
  }
  await prompt();
  await tui.until(answer, 40_000);

  await tui.command('undo', 'Undo previous message');
  await tui.until(/reverted[^]*hello you/);
  await tui.press('C-u');
  await tui.command('redo', 'Redo');
  await tui.until(answer);
  await tui.command('compact', 'Compact session');
  await tui.until(compacted);

  await tui.command('rename', 'Rename session');
  await tui.until(/Rename Session/);
  await tui.press('C-u');
  await tui.type('Renamed');
  await tui.press('Enter');
  await isClosed(tui, /Rename Session/);

  await tui.type('@READ');
  await tui.until(/README\.md|No matching items/);
  await tui.press('C-c');
  await isClosed(tui, /@READ/);

  await tui.command('fork', 'Fork session');
  await tui.until(/Full session/);
  await tui.press('Enter');
  await isClosed(tui, /Full session/);

  await tui.command('sessions', 'Switch session');
  await tui.until(/● Renamed \(fork #1\)/);
  await tui.press('C-d');
  await tui.until(/again to confirm/);
  await tui.press('C-d');
  await look(tui, /Sessions(?![^]*(fork #1|again to confirm))/);

  await tui.command('new', 'New session');
  await tui.until(/Ask anything/);
}

const dialogs: [command: string, description: string, title: RegExp][] = [
  ['models', 'Switch model', /Select model/],
  ['agents', 'Switch agent', /Select agent/],
  ['status', 'View status', /MCP Servers/],
  ['themes', 'Switch theme', /Themes/],
  ['mcps', 'Toggle MCPs', /MCPs/],
  ['skills', 'Skills', /Skills/],
  ['debug', 'View debug info', /Debug/],
  ['export', 'Export session transcript', /Export/],
  ['help', 'Help', /Help/],
  ['timeline', 'Jump to message', /Timeline/],
  ['diff', 'Open diff viewer', /Diff working tree/],
];

/** Waits for a dialog and closes it. */
async function look(tui: Tui, title: RegExp): Promise<void> {
  await tui.until(title);
  await tui.press('Escape');
  await isClosed(tui, title);
}

async function isClosed(tui: Tui, title: RegExp): Promise<void> {
  await tui.until(new RegExp(`^(?![^]*(?:${title.source}))`));
}
