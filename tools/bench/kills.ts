import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Session } from '../../test/e2e/support/session.ts';
import { type GhostTextState } from '../host/ghostTextWatch.ts';
import { readProcess } from '../host/processTree.ts';
import { engines, inSession, openAtEnd, warmUp } from './benchSession.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';
import { recordFrames } from './recording.ts';
import { chunksOf, SCRIPTS, type TypingScript } from './scripts.ts';
import { KEY_MS, typeAndWait } from './typing.ts';

const KILLS = 20;
/** A pause at the end of a stretch, as a person makes it; with nothing suggested, typing goes on. */
const WAIT_MS = 500;
const EXIT_WAIT_MS = 2000;
/** Kills come in this part of a stretch of typing, so that keys follow. */
const LATEST = 0.8;

/** What came of the kills so far. */
interface Tally {
  readonly recoveryMs: number[];
  readonly processIds: Set<number>;
  unrecovered: number;
}

/** The engine is killed again and again while somebody types: how soon are suggestions back, and is the text whole. */
export async function measureKills({ progress }: BenchOptions): Promise<readonly Figure[]> {
  const tally: Tally = { recoveryMs: [], processIds: new Set(), unrecovered: 0 };
  let wrongDocuments = 0;
  await inSession({}, async (session) => {
    await warmUp(session.driver);
    for (const script of SCRIPTS) {
      await openAtEnd(session.driver, script);
      const typed = await typeAndKill(session, script, tally);
      wrongDocuments += (await session.driver.documentText()) === script.context + typed ? 0 : 1;
      progress(`${script.file}: ${tally.recoveryMs.length} kills`);
    }
    for (const { pid } of engines(session)) {
      tally.processIds.add(pid);
    }
  });
  await delay(EXIT_WAIT_MS);
  const left = [...tally.processIds].filter((pid) =>
    readProcess(pid)?.commandLine.includes('engine/main.mjs'),
  );
  return [
    figure(
      'kill → next ghost text, typing on',
      'ms',
      tally.recoveryMs,
      `goal ≤ 3000 for each; a key each ${KEY_MS} ms`,
    ),
    figure('kills after which none came', 'count', [tally.unrecovered]),
    figure('documents that differ from what was typed', 'count', [wrongDocuments], `of ${SCRIPTS.length}`),
    figure('engines left behind', 'count', [left.length], `of ${tally.processIds.size} seen`),
  ];
}

/** Types a script and kills an engine in every stretch that begins with one running; returns what was typed. */
async function typeAndKill(session: Session, script: TypingScript, tally: Tally): Promise<string> {
  const { driver } = session;
  const kills = KILLS / SCRIPTS.length;
  let typed = '';
  let done = 0;
  let killed: { pid: number; at: number } | undefined;
  for (const chunk of chunksOf(script)) {
    const frames = await recordFrames(driver, async () => {
      const typing = typeAndWait(driver, chunk, WAIT_MS);
      if (killed === undefined && done < kills) {
        await delay(Math.random() * chunk.length * KEY_MS * LATEST);
        killed = await killEngine(session, tally);
      }
      await typing;
    });
    typed += chunk;
    const recoveryMs = killed === undefined ? undefined : timeToNewText(frames, killed.at);
    if (recoveryMs !== undefined && engines(session).some(({ pid }) => pid !== killed?.pid)) {
      tally.recoveryMs.push(recoveryMs);
      killed = undefined;
      done++;
    }
  }
  tally.unrecovered += killed === undefined ? 0 : 1;
  return typed;
}

/** Until ghost text that is no rest of what was visible at `at`: that needs no engine. */
function timeToNewText(frames: readonly GhostTextState[], at: number): number | undefined {
  let visible = '';
  for (const { text, since } of frames) {
    const isNew = text !== '' && !(visible !== '' && visible.endsWith(text));
    if (since > at && isNew) {
      return since - at;
    }
    visible = text;
  }
  return undefined;
}

async function killEngine(session: Session, tally: Tally): Promise<{ pid: number; at: number } | undefined> {
  const [engine] = engines(session);
  if (engine === undefined) {
    return undefined;
  }
  tally.processIds.add(engine.pid);
  const at = (await session.driver.page.evaluate('performance.now()')) as number;
  assert.ok(process.kill(engine.pid, 'SIGKILL'));
  return { pid: engine.pid, at };
}
