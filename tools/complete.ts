/** Runs cases through the pipeline of the editor: prompt, engine, filters. See README, “Headless use”. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CompletionService } from '../src/core/completion/completionService.ts';
import { NOTHING_ASIDE } from '../src/core/completion/pipelineIdeas.ts';
import { systemClock } from '../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../src/engine/supervisedCompletionEngine.ts';
import { completeCase } from './support/caseDocument.ts';
import { readCases } from './support/cases.ts';
import { completionRow } from './support/completionRow.ts';
import { headlessEngine } from './support/headlessEngine.ts';
import { syntaxJudge } from './support/syntaxJudge.ts';

const USAGE =
  'usage: npm run -s complete -- --cases FILE.jsonl --out FILE.jsonl [--model FILE.gguf] [--limit N]';

async function main(): Promise<void> {
  const {
    cases: casesFile,
    out,
    model,
    limit,
  } = parseArgs({
    options: {
      cases: { type: 'string' },
      out: { type: 'string' },
      model: { type: 'string' },
      limit: { type: 'string' },
    },
  }).values;
  if (casesFile === undefined || out === undefined || (limit !== undefined && !/^[1-9]\d*$/u.test(limit))) {
    throw new Error(USAGE);
  }
  const cases = readCases(casesFile).slice(0, limit === undefined ? undefined : Number(limit));
  const supervisor = headlessEngine({ modelPath: model, backend: 'auto' });
  const file = openSync(out, 'w');
  try {
    await supervisor.ready();
    const completions = new CompletionService(
      new SupervisedCompletionEngine(supervisor),
      systemClock,
      NOTHING_ASIDE,
      await syntaxJudge(),
    );
    for (const one of cases) {
      const outcome = await completeCase(completions, one);
      writeSync(file, `${JSON.stringify(completionRow(one, outcome))}\n`);
    }
  } finally {
    closeSync(file);
    await supervisor.dispose();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
