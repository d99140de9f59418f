/**
 * `npm run -s runs -- --model FILE.gguf`: the commands on code, and the commit message, with a model of yours, on
 * held-out functions and on this repository's commits. Nothing is selected: the first ones are taken, every outcome listed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SupervisedChatEngine } from '../src/engine/supervisedChatEngine.ts';
import { artifactsFolder } from './host/paths.ts';
import { commitRuns } from './runs/commitRuns.ts';
import { editRuns, testRuns } from './runs/editRuns.ts';
import { heldoutFunctions } from './runs/heldoutFunctions.ts';
import { formatRuns, type CommandRuns } from './runs/report.ts';
import { headlessEngine, ROOT } from './support/headlessEngine.ts';

const USAGE = `usage: npm run -s runs -- --model FILE.gguf [options]
  --count N            runs of each command (20)
  --repository FOLDER  whose last commits get a message (this one)
  --out FILE.md        where every outcome is listed (.artifacts/runs.md)`;

async function main(): Promise<void> {
  const { model, count, repository, out } = parseArgs({
    options: {
      model: { type: 'string' },
      count: { type: 'string', default: '20' },
      repository: { type: 'string', default: ROOT },
      out: { type: 'string', default: path.join(artifactsFolder, 'runs.md') },
    },
  }).values;
  if (model === undefined || !/^[1-9]\d{0,3}$/u.test(count)) {
    throw new Error(USAGE);
  }
  const functions = heldoutFunctions(Number(count));
  const supervisor = headlessEngine({ modelPath: model, backend: 'auto' });
  try {
    await supervisor.ready();
    const engine = new SupervisedChatEngine(supervisor, (error) => error.message);
    const all: CommandRuns[] = [];
    for (const run of [
      () => editRuns(engine, 'fix', functions),
      () => testRuns(engine, functions),
      () => editRuns(engine, 'document', functions),
      () => editRuns(engine, 'instruction', functions),
      () => commitRuns(engine, repository, Number(count)),
    ]) {
      const runs = await run();
      all.push(runs);
      console.log(`${runs.command}: ${runs.runs.length} runs`);
    }
    const report = formatRuns(path.basename(model), all);
    mkdirSync(path.dirname(out), { recursive: true });
    writeFileSync(out, report.whole);
    console.log(`\n${report.summary}\nEvery outcome: ${path.relative(process.cwd(), out)}`);
  } finally {
    await supervisor.dispose();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
