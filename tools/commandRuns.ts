/**
 * `npm run -s runs -- --model FILE.gguf`: the commands on code, and the commit message, with a model of yours, on
 * held-out functions and on this repository's commits. Nothing is selected: the first ones are taken, every outcome listed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ChatEngine } from '../src/core/chat/chatEngine.ts';
import { SupervisedChatEngine } from '../src/engine/supervisedChatEngine.ts';
import { artifactsFolder } from './host/paths.ts';
import { commitRuns } from './runs/commitRuns.ts';
import { editRuns, testRuns } from './runs/editRuns.ts';
import { heldoutFunctions } from './runs/heldoutFunctions.ts';
import { formatRuns, type CommandRuns } from './runs/report.ts';
import { headlessEngine, ROOT } from './support/headlessEngine.ts';

const USAGE = `usage: npm run -s runs -- --model FILE.gguf [options]
  --count N            runs of each command (20)
  --only NAME[,NAME]   of fix, tests, document, instruction, commit (all)
  --repository FOLDER  whose last commits get a message (this one)
  --out FILE.md        where every outcome is listed (.artifacts/runs.md)`;

type Runs = (engine: ChatEngine, count: number, repository: string) => Promise<CommandRuns>;

const COMMANDS: Readonly<Record<string, Runs>> = {
  fix: (engine, count) => editRuns(engine, 'fix', heldoutFunctions(count)),
  tests: (engine, count) => testRuns(engine, heldoutFunctions(count)),
  document: (engine, count) => editRuns(engine, 'document', heldoutFunctions(count)),
  instruction: (engine, count) => editRuns(engine, 'instruction', heldoutFunctions(count)),
  commit: (engine, count, repository) => commitRuns(engine, repository, count),
};

async function main(): Promise<void> {
  const { model, count, only, repository, out } = parseArgs({
    options: {
      model: { type: 'string' },
      count: { type: 'string', default: '20' },
      only: { type: 'string', default: Object.keys(COMMANDS).join() },
      repository: { type: 'string', default: ROOT },
      out: { type: 'string', default: path.join(artifactsFolder, 'runs.md') },
    },
  }).values;
  if (model === undefined || !/^[1-9]\d{0,3}$/u.test(count)) {
    return refuse();
  }
  const chosen = only.split(',').map((name) => COMMANDS[name] ?? refuse());
  const supervisor = headlessEngine({ modelPath: model, backend: 'auto' });
  try {
    await supervisor.ready();
    const engine = new SupervisedChatEngine(supervisor, (error) => error.message);
    const all: CommandRuns[] = [];
    for (const run of chosen) {
      const runs = await run(engine, Number(count), repository);
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

function refuse(): never {
  throw new Error(USAGE);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
