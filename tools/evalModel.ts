/** `npm run -s eval:model`: what a model is worth, on held-out packages, through the pipeline of the editor. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CompletionService } from '../src/core/completion/completionService.ts';
import { NOTHING_ASIDE } from '../src/core/completion/pipelineIdeas.ts';
import { systemClock } from '../src/engine/clock.ts';
import { EngineProcess } from '../src/engine/engineProcess.ts';
import { SupervisedCompletionEngine } from '../src/engine/supervisedCompletionEngine.ts';
import { evaluateCompletions, type CompletionReport } from './eval/completions.ts';
import { copyFromFile } from './eval/copyBaseline.ts';
import { groupBy } from '../src/core/replay/groupBy.ts';
import { readHeldout, type Heldout } from './eval/heldout.ts';
import { evaluateExplanations, evaluateLanguage } from './eval/language.ts';
import { formatReport, type ModelReport } from './eval/report.ts';
import { completeCase } from './support/caseDocument.ts';
import { type CompletionCase } from './support/cases.ts';
import { BUILT_IN_MODEL, ENGINE_ENTRY, headlessEngine } from './support/headlessEngine.ts';
import { syntaxJudge } from './support/syntaxJudge.ts';

const USAGE = `usage: npm run -s eval:model -- [options]
  --model FILE.gguf    of the model to judge; the built-in one without it
  --baseline           judge the copy-from-file predictor instead: the simplest thing that could work
  --cases N            completion cases of each kind and language (100)
  --bytes N            bytes of each language to foresee (8000)
  --explanations N     functions to explain (50)
  --heldout FOLDER     with documents, cases and explanations (training/heldout)
  --json FILE          writes the figures`;

interface Limits {
  readonly cases: number;
  readonly bytes: number;
  readonly explanations: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      baseline: { type: 'boolean' },
      cases: { type: 'string' },
      bytes: { type: 'string' },
      explanations: { type: 'string' },
      heldout: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return;
  }
  const limits = {
    cases: parseCount(values.cases, 100),
    bytes: parseCount(values.bytes, 8000),
    explanations: parseCount(values.explanations, 50),
  };
  const heldout = limited(readHeldout(values.heldout), limits);
  const report: ModelReport =
    values.baseline === true
      ? {
          name: 'copy from the file',
          completions: await evaluateCompletions(heldout.cases, (one) => ({ text: copyFromFile(one) })),
        }
      : await judge(values.model ?? BUILT_IN_MODEL, heldout, limits);
  console.log(formatReport(report));
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
  }
}

function parseCount(text: string | undefined, otherwise: number): number {
  if (text !== undefined && !/^[1-9]\d{0,8}$/u.test(text)) {
    throw new Error(USAGE);
  }
  return text === undefined ? otherwise : Number(text);
}

/** The first cases of each kind and language: the same ones for every model. */
function limited(heldout: Heldout, { cases, explanations }: Limits): Heldout {
  const groups = groupBy(heldout.cases, ({ kind = '', languageId }) => `${kind} ${languageId}`);
  return {
    documents: heldout.documents,
    cases: [...groups.values()].flatMap((group) => group.slice(0, cases)),
    explanations: heldout.explanations.slice(0, explanations),
  };
}

async function judge(modelPath: string, heldout: Heldout, limits: Limits): Promise<ModelReport> {
  const completions = await completionsOf(modelPath, heldout.cases);
  // One core, so that speeds compare between machines.
  const engine = await EngineProcess.start({
    candidate: { backend: 'cpu', entry: ENGINE_ENTRY },
    threads: 1,
    log: () => undefined,
  });
  try {
    const info = await engine.request('model/load', { handle: 'eval', path: modelPath });
    const { residentBytes } = await engine.request('engine/ping', {});
    const languages = await evaluateLanguage(engine, heldout.documents, limits.bytes);
    return {
      name: info.name,
      completions,
      languages,
      explanations: await evaluateExplanations(engine, heldout.explanations),
      speed: { prefill: info.prefillSpeed, decode: info.decodeSpeed, residentBytes },
    };
  } finally {
    await engine.stop();
  }
}

async function completionsOf(modelPath: string, cases: readonly CompletionCase[]): Promise<CompletionReport> {
  const supervisor = headlessEngine({ modelPath, backend: 'cpu', threads: 1 });
  try {
    await supervisor.ready();
    const service = new CompletionService(
      new SupervisedCompletionEngine(supervisor),
      systemClock,
      NOTHING_ASIDE,
      await syntaxJudge(),
    );
    return await evaluateCompletions(cases, async (one) => {
      const outcome = await completeCase(service, one);
      return {
        text: outcome.kind === 'suggestion' ? outcome.text : '',
        confidence: outcome.confidence,
        totalMs: outcome.elapsedMs,
      };
    });
  } finally {
    await supervisor.dispose();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
