/** Runs cases through the pipeline of the editor: prompt, engine, filters. See README, “Headless use”. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CompletionService, type CompletionOutcome } from '../src/core/completion/completionService.ts';
import { type DocumentContext } from '../src/core/completion/documentContext.ts';
import { systemClock } from '../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../src/engine/supervisedCompletionEngine.ts';
import { readCases, type CompletionCase } from './support/cases.ts';
import { headlessEngine } from './support/headlessEngine.ts';

const USAGE =
  'usage: npm run -s complete -- --cases FILE.jsonl --out FILE.jsonl [--model FILE.gguf] [--limit N]';
const MAX_TOKENS = 64;

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
    const completions = new CompletionService(new SupervisedCompletionEngine(supervisor), systemClock);
    for (const one of cases) {
      const outcome = await completions.complete(
        {
          document: toDocument(one),
          trigger: 'manual',
          isTextSelected: false,
          cursors: 1,
          isComposing: false,
          debounceMs: 0,
          maxTokens: MAX_TOKENS,
        },
        new AbortController().signal,
      );
      if (outcome.kind === 'none' && outcome.error !== undefined) {
        throw outcome.error;
      }
      writeSync(file, `${JSON.stringify(toRow(one, outcome))}\n`);
    }
  } finally {
    closeSync(file);
    await supervisor.dispose();
  }
}

function toDocument(one: CompletionCase): DocumentContext {
  return {
    documentId: String(one.id),
    path: one.path,
    languageId: one.languageId,
    prefix: one.prefix.replaceAll('\r\n', '\n'),
    suffix: one.suffix.replaceAll('\r\n', '\n'),
    endOfLine: one.prefix.includes('\r\n') ? '\r\n' : '\n',
    indentation: indentationOf(one.prefix),
  };
}

/** As an editor would guess it from the text. */
function indentationOf(text: string): DocumentContext['indentation'] {
  const [, indent = '    '] = /^([ \t]+)\S/mu.exec(text) ?? [];
  return indent.startsWith('\t')
    ? { style: 'tabs', size: 4 }
    : { style: 'spaces', size: Math.min(indent.length, 8) };
}

function toRow(one: CompletionCase, outcome: CompletionOutcome): Record<string, unknown> {
  const { cost } = outcome;
  return {
    id: one.id,
    text: outcome.kind === 'suggestion' ? outcome.text : '',
    shown: outcome.kind === 'suggestion',
    reason: outcome.kind === 'suggestion' ? null : outcome.reason,
    confidence: outcome.confidence ?? null,
    firstTokenMs: cost?.firstTokenMs ?? null,
    totalMs: outcome.elapsedMs,
    promptTokens: cost?.promptTokens ?? 0,
    generatedTokens: cost?.generatedTokens ?? 0,
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
