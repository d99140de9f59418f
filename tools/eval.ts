/** `npm run -s eval`: what the pipeline is worth on cases with a known answer, whole and without each of its ideas. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CompletionService } from '../src/core/completion/completionService.ts';
import { NOTHING_ASIDE } from '../src/core/completion/pipelineIdeas.ts';
import { RememberingEngine } from '../src/core/replay/rememberingEngine.ts';
import { systemClock } from '../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../src/engine/supervisedCompletionEngine.ts';
import { variantsFor } from './eval/ablationChoice.ts';
import { evalReport } from './eval/evalReport.ts';
import { judgeCase, type EvalRow } from './eval/judgeCase.ts';
import { NOT_MEASURABLE, notMeasurableByCases } from './eval/notMeasurable.ts';
import { askingWith, completeCase } from './support/caseDocument.ts';
import { type Infill, infillFor, infillOf, SteadyEngine } from './support/steadyEngine.ts';
import { readCases } from './support/cases.ts';
import { headlessEngine } from './support/headlessEngine.ts';
import { syntaxJudge } from './support/syntaxJudge.ts';

const USAGE = `usage: npm run -s eval -- --cases FILE.jsonl --out FILE.jsonl [options]
  --model FILE.gguf    the built-in one without it
  --limit N            of the cases
  --eagerness NAME     eager, balanced or quiet (balanced)
  --infill ORDER       no, prefixFirst or suffixFirst: where the text after the cursor stands (as suits the model)
  --ask HOW            automatic, as after a key, or manual, as the command does (automatic)
  --ablate NAME[,NAME]|all
                       also without one idea of the pipeline, or without each, then without everything`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string' },
      out: { type: 'string' },
      model: { type: 'string' },
      limit: { type: 'string' },
      ablate: { type: 'string' },
      eagerness: { type: 'string' },
      ask: { type: 'string' },
      infill: { type: 'string' },
    },
  });
  const { cases: casesFile, out, limit } = values;
  if (casesFile === undefined || out === undefined || (limit !== undefined && !/^[1-9]\d*$/u.test(limit))) {
    throw new Error(USAGE);
  }
  // A name that there is not is said before anything is read.
  variantsFor(values.ablate, NOT_MEASURABLE);
  const asking = askingWith(values.eagerness, values.ask);
  const infill = infillOf(values.infill);
  const cases = readCases(casesFile).slice(0, limit === undefined ? undefined : Number(limit));
  const variants = variantsFor(values.ablate, notMeasurableByCases(cases));
  const unanswered = cases.find(({ expected }) => expected === undefined);
  if (unanswered !== undefined) {
    throw new Error(`${casesFile}: case ${unanswered.id} has nothing expected`);
  }
  const supervisor = headlessEngine({ modelPath: values.model, backend: 'auto' });
  const rows: EvalRow[] = [];
  const file = openSync(out, 'w');
  try {
    const { model } = await supervisor.ready();
    const syntax = await syntaxJudge();
    const supervised = new SupervisedCompletionEngine(supervisor);
    const engines = new Map<Infill | undefined, RememberingEngine>();
    for (const variant of variants) {
      const { ablated, ablation } = variant;
      const order = infillFor(variant, infill, model);
      const engine = engines.get(order) ?? new RememberingEngine(new SteadyEngine(supervised, order));
      engines.set(order, engine);
      const completions = new CompletionService(
        engine,
        systemClock,
        new Set([...ablation, ...NOTHING_ASIDE]),
        syntax,
      );
      for (const one of cases) {
        const row = judgeCase(one, await completeCase(completions, one, asking, ablation), ablated);
        rows.push(row);
        writeSync(file, `${JSON.stringify(row)}\n`);
      }
    }
  } finally {
    closeSync(file);
    await supervisor.dispose();
  }
  console.log(evalReport(rows));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
