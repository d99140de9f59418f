import { ChatPage } from '../../test/e2e/support/chatPage.ts';
import { type Session } from '../../test/e2e/support/session.ts';
import { type Frame, type Page } from '../host/playwright.ts';
import { inSession } from './benchSession.ts';
import { BIG_INSTRUCT_MODEL, bigInstructModel } from './bigModel.ts';
import {
  COMMAND_RUNS,
  COMMAND_SETTINGS,
  commandFiles,
  prepareCommandRuns,
  type CommandRun,
} from './commandRuns.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';

const FIRST_MS = 180_000;
/** How long the frames of an answer are watched. */
const WATCHED_MS = 4000;

/** The view gets the keyboard some time after it is shown; a palette that is opened before is closed by that. */
const HAS_FOCUS = `new Promise((resolve) => {
  const look = () => (document.hasFocus() ? resolve() : requestAnimationFrame(look));
  look();
})`;

/**
 * Every command that asks a model, on real code in a real VS Code: with the built-in model what it says, with a model of
 * 450M how soon its answer begins and how far the frames lie apart while it is written.
 */
export async function measureCommands({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const big = await bigInstructModel();
  const figures: Figure[] = [];
  const workspaceFiles = commandFiles();
  await inSession({ workspaceFiles, settings: COMMAND_SETTINGS }, async (session) => {
    await prepareCommandRuns(session);
    for (const run of COMMAND_RUNS) {
      const said = figure(`${run.title}, built-in model`, 'ms', ...(await saysWhat(session, run)));
      figures.push(said);
      progress(`${said.name}: ${said.median.toFixed(0)} ms`);
    }
  });
  const settings = { ...COMMAND_SETTINGS, 'openelm.model.file': big };
  await inSession({ workspaceFiles, settings }, async (session) => {
    await prepareCommandRuns(session);
    for (const run of COMMAND_RUNS) {
      const { firstMs, frames } = await watch(session, run);
      figures.push(figure(`${run.title} → ${run.sign}, ${BIG_INSTRUCT_MODEL}`, 'ms', [firstMs]));
      figures.push(figure('… time between frames while it is written', 'ms', frames, 'goal p95 < 33'));
      progress(`${run.title} → ${run.sign}, ${BIG_INSTRUCT_MODEL}: ${firstMs.toFixed(0)} ms`);
    }
  });
  return figures;
}

/** How soon the built-in model's answer, or the word that it needs another model, is there, and what it is. */
async function saysWhat(session: Session, run: CommandRun): Promise<[readonly number[], string]> {
  const { driver } = session;
  // What an editor's command asks is withdrawn where the model can't do it.
  const startedAt = await begin(session, run, run.place === 'panel');
  const said =
    run.place === 'panel'
      ? (await ChatPage.find(session)).frame.locator('.turn:last-child .ending-text.failed')
      : driver.page.locator('.notification-list-item-message:has-text("needs a model")');
  await said.first().waitFor({ state: 'visible', timeout: FIRST_MS });
  const ms = performance.now() - startedAt;
  const text = (await said.first().innerText()).trim();
  if (run.place !== 'panel') {
    await driver.runCommand('Notifications: Clear All Notifications');
  }
  return [[ms], text];
}

/** Runs a command until its text comes, watches the frames, and calls it off. */
async function watch(
  session: Session,
  run: CommandRun,
): Promise<{ readonly firstMs: number; readonly frames: readonly number[] }> {
  const { driver } = session;
  const startedAt = await begin(session, run, true);
  const within = run.place === 'panel' ? (await ChatPage.find(session)).frame : driver.page;
  await within.locator(run.shows).first().waitFor({ state: 'visible', timeout: FIRST_MS });
  const firstMs = performance.now() - startedAt;
  const frames = await framesOf(within);
  await callOff(session, run, within);
  return { firstMs, frames };
}

async function begin(
  session: Session,
  { title, place, input, stand }: CommandRun,
  isAnswered: boolean,
): Promise<number> {
  const { driver } = session;
  if (place === 'panel') {
    // What the last command was told can't be taken for what this one is.
    await driver.runCommand('OpenELM: New Conversation');
    await (await ChatPage.find(session)).frame.evaluate(HAS_FOCUS);
  }
  await stand(session);
  await driver.runCommand(`OpenELM: ${title}`);
  if (input !== undefined && isAnswered) {
    const [question, answer] = input;
    await driver.page.locator(question).first().waitFor({ state: 'visible', timeout: FIRST_MS });
    await driver.page.keyboard.insertText(answer);
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

async function callOff({ driver }: Session, { place }: CommandRun, within: Frame | Page): Promise<void> {
  switch (place) {
    case 'panel':
      await within.locator('.composer .send.stop').first().click();
      await within.locator('.answer.running').first().waitFor({ state: 'hidden', timeout: FIRST_MS });
      return;
    case 'notification': {
      const cancel = driver.page.locator('.notification-toast .monaco-button:has-text("Cancel")').first();
      // A message that was written meanwhile needs no cancelling.
      if (await cancel.isVisible()) {
        await cancel.click();
        await cancel.waitFor({ state: 'hidden', timeout: FIRST_MS });
      }
      return;
    }
    case 'list':
      await driver.press('Escape');
      return;
    case 'editor': {
      const diff = driver.page.locator('.monaco-diff-editor').first();
      if (await diff.isVisible()) {
        await driver.runCommand('OpenELM: Reject the Proposal');
        await diff.waitFor({ state: 'hidden', timeout: FIRST_MS });
      } else {
        await driver.press('Escape');
      }
    }
  }
}
