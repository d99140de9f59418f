import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ChatPage } from '../../test/e2e/support/chatPage.ts';
import { type Session } from '../../test/e2e/support/session.ts';
import { type Frame, type Page } from '../host/playwright.ts';
import { repositoryRoot } from '../host/paths.ts';
import { inSession } from './benchSession.ts';
import { BIG_INSTRUCT_MODEL, bigInstructModel } from './bigModel.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';

/** Real code of this repository, with functions short enough for a model that reads it letter by letter. */
const SOURCE = 'src/core/chat/fence.ts';
const FILE = 'code.ts';
const FIRST_MS = 180_000;
/** How long the frames of an answer are watched. */
const WATCHED_MS = 4000;

const PANEL = '.answer.running .markdown .block';
/** It grows from the first line of code on, which a model of random weights never writes. */
const DIFF = '.monaco-diff-editor';

/** A command as a person runs it, and where its answer begins to show. */
interface Run {
  readonly title: string;
  readonly place: 'panel' | 'editor';
  readonly shows: string;
  /** What it asks before it begins. */
  readonly input?: string;
}

const RUNS: readonly Run[] = [
  { title: 'Explain Selection', place: 'panel', shows: PANEL },
  { title: 'Write Tests for Selection', place: 'panel', shows: PANEL },
  { title: 'Fix Selection', place: 'editor', shows: DIFF },
  { title: 'Document Selection', place: 'editor', shows: DIFF },
  { title: 'Simplify Selection', place: 'editor', shows: DIFF },
  { title: 'Edit with an Instruction…', place: 'editor', shows: DIFF, input: 'use a loop' },
  { title: 'Explain Here', place: 'editor', shows: '.peekview-widget .view-line' },
];

/**
 * Every command that writes into an editor or the panel, on real code in a real VS Code: with the built-in model what it
 * says, with a model of 450M how soon its answer begins and how far the frames lie apart while it is written.
 */
export async function measureCommands({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const big = await bigInstructModel();
  const figures: Figure[] = [];
  await inSession({ workspaceFiles: files() }, async (session) => {
    for (const run of RUNS) {
      figures.push(figure(`${run.title}, built-in model`, 'ms', ...(await saysWhat(session, run))));
      progress(`${run.title}, built-in model`);
    }
  });
  const settings = { 'openelm.model.file': big };
  await inSession({ workspaceFiles: files(), settings }, async (session) => {
    for (const run of RUNS) {
      const { firstMs, frames } = await watch(session, run);
      const sign = run.shows === DIFF ? 'diff open' : 'first text';
      figures.push(figure(`${run.title} → ${sign}, ${BIG_INSTRUCT_MODEL}`, 'ms', [firstMs]));
      figures.push(figure('… time between frames while it is written', 'ms', frames, 'goal p95 < 33'));
      progress(`${run.title}, ${BIG_INSTRUCT_MODEL}`);
    }
  });
  return figures;
}

function files(): Readonly<Record<string, string>> {
  return { [FILE]: readFileSync(path.join(repositoryRoot, SOURCE), 'utf8') };
}

/** How soon the built-in model's answer, or the word that it needs another model, is there, and what it is. */
async function saysWhat(session: Session, run: Run): Promise<[readonly number[], string]> {
  const { driver } = session;
  const startedAt = await begin(session, run);
  const said =
    run.place === 'panel'
      ? (await ChatPage.find(session)).frame.locator('.turn:last-child .ending-text.failed')
      : driver.page.locator('.notification-list-item-message');
  await said.first().waitFor({ state: 'visible', timeout: FIRST_MS });
  const ms = performance.now() - startedAt;
  const text = (await said.first().innerText()).trim();
  await driver.runCommand('Notifications: Clear All Notifications');
  return [[ms], text];
}

/** Runs a command until its text comes, watches the frames, and calls it off. */
async function watch(
  session: Session,
  run: Run,
): Promise<{ readonly firstMs: number; readonly frames: readonly number[] }> {
  const { driver } = session;
  const startedAt = await begin(session, run);
  const within = run.place === 'panel' ? (await ChatPage.find(session)).frame : driver.page;
  await within.locator(run.shows).first().waitFor({ state: 'visible', timeout: FIRST_MS });
  const firstMs = performance.now() - startedAt;
  const frames = await framesOf(within);
  await callOff(session, run, within);
  return { firstMs, frames };
}

async function begin({ driver }: Session, run: Run): Promise<number> {
  await driver.openFile(FILE);
  await driver.press('Control+a');
  await driver.runCommand(`OpenELM: ${run.title}`);
  if (run.input !== undefined) {
    await driver.page
      .locator('.quick-input-widget .quick-input-title')
      .first()
      .waitFor({ state: 'visible', timeout: FIRST_MS });
    await driver.page.keyboard.insertText(run.input);
    await driver.press('Enter');
  }
  return performance.now();
}

async function framesOf(within: Frame | Page): Promise<readonly number[]> {
  return (await within.evaluate(`new Promise((resolve) => {
    const gaps = [];
    const end = performance.now() + ${WATCHED_MS};
    let last;
    requestAnimationFrame(function frame(now) {
      if (last !== undefined) gaps.push(now - last);
      last = now;
      if (now < end) requestAnimationFrame(frame); else resolve(gaps);
    });
  })`)) as readonly number[];
}

async function callOff({ driver }: Session, { place }: Run, within: Frame | Page): Promise<void> {
  if (place === 'panel') {
    await within.locator('.composer .send.stop').first().click();
    await within.locator('.answer.running').first().waitFor({ state: 'hidden', timeout: FIRST_MS });
    return;
  }
  const diff = driver.page.locator('.monaco-diff-editor').first();
  if (await diff.isVisible()) {
    await driver.runCommand('OpenELM: Reject the Proposal');
    await diff.waitFor({ state: 'hidden', timeout: FIRST_MS });
  } else {
    await driver.press('Escape');
  }
}
