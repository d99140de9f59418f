import { setTimeout as delay } from 'node:timers/promises';
import { ChatPage, type ShownConversation } from '../../test/e2e/support/chatPage.ts';
import { compareStored } from '../../test/e2e/support/storedChat.ts';
import { type Session } from '../../test/e2e/support/session.ts';
import { readProcess } from '../host/processTree.ts';
import { engines, extensionHosts, inSession } from './benchSession.ts';
import { chatModel } from './chatModel.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';

const ENGINE_KILLS = 50;
const HOST_KILLS = 20;
/** A conversation grows to so many turns, then comes a new one. */
const TURNS = 5;
/** A kill comes so long after the first word at the latest; an answer takes longer. */
const LATEST_ENGINE_MS = 800;
const LATEST_HOST_MS = 3000;
const EXIT_WAIT_MS = 2000;
const WRITE_WAIT_MS = 300;

/** What came of the kills so far. */
interface Tally {
  readonly faults: string[];
  readonly lostCharacters: number[];
  readonly shownCharacters: number[];
  readonly engines: Set<number>;
}

/**
 * The engine is killed again and again while an answer is written in a real editor: is the conversation on disk the one
 * that was shown, and does Retry work.
 */
export async function measureChatKills({ progress, repeat }: BenchOptions): Promise<readonly Figure[]> {
  const settings = { 'openelm.model.file': await chatModel() };
  const tally = newTally();
  let retried = 0;
  await inSession({ settings }, async (session) => {
    const page = await ChatPage.open(session);
    for (let kill = 0; kill < (repeat ?? ENGINE_KILLS); kill++) {
      await killEngine(session, page, kill, tally);
      if (kill % TURNS === TURNS - 1) {
        retried += (await retry(page)) ? 1 : 0;
        await session.driver.runCommand('OpenELM: New Conversation');
        progress(`${kill + 1} engines killed`);
      }
    }
  });
  return [
    ...(await figures(tally, progress)),
    figure('answers that Retry brought to their end', 'count', [retried], 'one in five kills'),
  ];
}

/** The same with the extension host. Of its last answer up to two seconds may be lost. */
export async function measureChatHostKills({ progress, repeat }: BenchOptions): Promise<readonly Figure[]> {
  const settings = { 'openelm.model.file': await chatModel() };
  const tally = newTally();
  await inSession({ settings }, async (session) => {
    let page = await ChatPage.open(session);
    for (let kill = 0; kill < (repeat ?? HOST_KILLS); kill++) {
      await killHost(session, page, kill, tally);
      await session.workbench.reload();
      page = await ChatPage.open(session);
      progress(`${kill + 1} extension hosts killed`);
    }
  });
  return figures(tally, progress);
}

function newTally(): Tally {
  return { faults: [], lostCharacters: [], shownCharacters: [], engines: new Set() };
}

async function figures(
  { faults, lostCharacters, shownCharacters, engines: seen }: Tally,
  progress: BenchOptions['progress'],
): Promise<readonly Figure[]> {
  for (const fault of faults) {
    progress(fault);
  }
  await delay(EXIT_WAIT_MS);
  const left = [...seen].filter((pid) => readProcess(pid)?.commandLine.includes('engine/main.mjs'));
  const kills = lostCharacters.length;
  return [
    figure('conversations that differ from what was shown', 'count', [faults.length], `of ${kills} kills`),
    figure('characters of the last answer that were shown', 'count', shownCharacters),
    figure('of these, not stored', 'count', lostCharacters),
    figure('engines left behind', 'count', [left.length], `of ${seen.size} seen`),
  ];
}

/** Asks, and waits until so much time has passed since the first word. */
async function askAndWait(page: ChatPage, question: string, latestMs: number): Promise<void> {
  await page.ask(question);
  await page.until(`shown.turns.at(-1).text !== ''`);
  await delay(Math.random() * latestMs);
}

async function killEngine(session: Session, page: ChatPage, kill: number, tally: Tally): Promise<void> {
  await askAndWait(page, `Question ${kill}?`, LATEST_ENGINE_MS);
  noteEngines(session, tally);
  for (const { pid } of engines(session)) {
    process.kill(pid, 'SIGKILL');
  }
  await page.until(`shown.turns.at(-1).kind !== 'running'`);
  // What is on its way to the disk arrives.
  await delay(WRITE_WAIT_MS);
  const shown = await page.shown();
  const last = shown.turns.at(-1);
  if (last?.kind !== 'interrupted') {
    tally.faults.push(`kill ${kill}: the answer is ${last?.kind ?? 'gone'}`);
  }
  await note(session, shown, { tally, kill, isWhole: true });
}

async function killHost(session: Session, page: ChatPage, kill: number, tally: Tally): Promise<void> {
  if (kill % 2 === 1) {
    // Every other conversation has a turn before the one that is cut off.
    await page.ask(`Before ${kill}?`);
    await page.until(`shown.turns.at(-1).kind !== 'running'`);
  }
  await askAndWait(page, `Question ${kill}?`, LATEST_HOST_MS);
  noteEngines(session, tally);
  // The page goes with its host; what comes to it between these two lines is stored or lost, and neither is a fault.
  const shown = await page.shown();
  for (const { pid } of extensionHosts(session)) {
    process.kill(pid, 'SIGKILL');
  }
  await note(session, shown, { tally, kill, isWhole: shown.turns.at(-1)?.kind !== 'running' });
}

function noteEngines(session: Session, tally: Tally): void {
  for (const { pid } of engines(session)) {
    tally.engines.add(pid);
  }
}

async function note(
  session: Session,
  shown: ShownConversation,
  { tally, kill, isWhole }: { tally: Tally; kill: number; isWhole: boolean },
): Promise<void> {
  const { faults, lostCharacters } = await compareStored(session, shown, isWhole);
  tally.faults.push(...faults.map((fault) => `kill ${kill}: ${fault}`));
  tally.lostCharacters.push(lostCharacters);
  tally.shownCharacters.push(shown.turns.at(-1)?.text.length ?? 0);
}

/** Whether Retry brings the last answer to an end. */
async function retry(page: ChatPage): Promise<boolean> {
  const buttons = page.frame.locator('.turn .buttons button');
  await buttons.nth((await buttons.count()) - 1).click();
  await page.until(`shown.turns.at(-1).kind === 'running'`);
  await page.until(`shown.turns.at(-1).kind !== 'running'`);
  // A model of random weights ends in loops, which are stopped.
  return ['done', 'cut', 'repeated'].includes((await page.shown()).turns.at(-1)?.kind ?? '');
}
