import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Session } from '../../test/e2e/support/session.ts';
import {
  allowClipboard,
  selectInTerminal,
  TERMINAL_SETTINGS,
} from '../../test/e2e/support/terminalSelection.ts';
import { type Settings } from '../host/userSettings.ts';
import { repositoryRoot } from '../host/paths.ts';

/** Real code of this repository, with a function short enough for a model that reads it letter by letter. */
const SOURCE = 'src/core/chat/fence.ts';
const FILE = 'code.ts';
const WITH_PROBLEM = 'problem.ts';
const READY_MS = 60_000;

/** A command as a person runs it, and where its answer begins to show. */
export interface CommandRun {
  /** In the palette. */
  readonly title: string;
  /** Puts what the command is about under the cursor; not part of its time. */
  readonly stand: (session: Session) => Promise<void>;
  /** What it asks before it begins: a selector of the question, and the answer. */
  readonly input?: readonly [question: string, answer: string];
  readonly place: 'panel' | 'editor' | 'list' | 'notification';
  /** A selector of what shows that the model is at work, and what that is called. */
  readonly shows: string;
  readonly sign: string;
}

const PANEL = { place: 'panel', shows: '.answer.running .markdown .block', sign: 'first text' } as const;
/** It grows from the first line of code on, which a model of random weights never writes. */
const DIFF = { place: 'editor', shows: '.monaco-diff-editor', sign: 'diff open' } as const;

/** Every command that asks a model, the terminal's last: it takes half of the window. */
export const COMMAND_RUNS: readonly CommandRun[] = [
  { title: 'Explain Selection', stand: selectAll, ...PANEL },
  { title: 'Write Tests for Selection', stand: selectAll, ...PANEL },
  { title: 'Fix Selection', stand: selectAll, ...DIFF },
  { title: 'Document Selection', stand: selectAll, ...DIFF },
  { title: 'Simplify Selection', stand: selectAll, ...DIFF },
  {
    title: 'Edit with an Instruction…',
    stand: selectAll,
    input: ['.quick-input-title:has-text("Edit with an Instruction")', 'use a loop'],
    ...DIFF,
  },
  {
    title: 'Explain Here',
    stand: selectAll,
    place: 'editor',
    // Its title is there at once, before a word of the model's.
    shows: '.peekview-widget .view-lines:has-text("#"):not(:has-text("Reading the code"))',
    sign: 'first text',
  },
  { title: 'Explain the Problem', stand: goToProblem, ...PANEL },
  {
    title: 'Rename Suggestions…',
    stand: goToName,
    place: 'list',
    // Names come line by line, and random weights write no line that is one.
    shows: '.quick-input-widget .quick-input-title:has-text("Rename Suggestions")',
    sign: 'list open',
  },
  {
    title: 'Ask about This File…',
    stand: selectAll,
    input: ['.quick-input-message:has-text("about this file")', 'What is this file for?'],
    ...PANEL,
  },
  {
    title: 'Generate a Commit Message',
    stand: showStaged,
    place: 'notification',
    // The message comes whole, when it is written.
    shows: '.notification-toast:has-text("Generate a Commit Message")',
    sign: 'progress shown',
  },
  { title: 'Explain the Terminal Selection', stand: selectInTerminal, ...PANEL },
];

/** What the workspace of these runs holds. */
export function commandFiles(): Readonly<Record<string, string>> {
  const code = readFileSync(path.join(repositoryRoot, SOURCE), 'utf8');
  return { [FILE]: code, [WITH_PROBLEM]: code.replace('run.length', 'run.lenght') };
}

/** The settings that these runs need. */
export const COMMAND_SETTINGS: Settings = { 'git.enabled': true, ...TERMINAL_SETTINGS };

/** Makes the workspace a repository with something staged, and lets the page use the clipboard. */
export async function prepareCommandRuns(session: Session): Promise<void> {
  const { workspaceDir } = session;
  execFileSync('git', ['init', '--quiet'], { cwd: workspaceDir });
  execFileSync('git', ['add', FILE], { cwd: workspaceDir });
  await allowClipboard(session);
}

async function selectAll({ driver }: Session): Promise<void> {
  await driver.openFile(FILE);
  await driver.press('Control+a');
}

/** To the end of `export function fenced`, in the second line. */
async function goToName({ driver }: Session): Promise<void> {
  await driver.openFile(FILE);
  for (const key of ['Control+Home', 'ArrowDown', ...Array<string>(3).fill('Control+ArrowRight')]) {
    await driver.press(key);
  }
}

async function goToProblem(session: Session): Promise<void> {
  const { driver } = session;
  await driver.openFile(WITH_PROBLEM);
  await see(session, '.squiggly-error');
  await driver.runCommand('Go to Next Problem (Error, Warning, Info)');
  await driver.press('Escape');
}

async function showStaged(session: Session): Promise<void> {
  await session.driver.openFile(FILE);
  await session.driver.press('Control+Shift+g');
  await see(session, `.scm-view .label-name:has-text("${FILE}")`);
}

async function see({ driver }: Session, selector: string): Promise<void> {
  await driver.page.locator(selector).first().waitFor({ state: 'visible', timeout: READY_MS });
}
