import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AHEAD_WAIT_MS, afterAccepting } from '../../src/core/completion/aheadOfAcceptance.ts';
import {
  type CompletionEngine,
  type CompletionRequest,
  type GenerationCost,
  type TextPiece,
} from '../../src/core/completion/completionEngine.ts';
import { type CompletionQuery, CompletionService } from '../../src/core/completion/completionService.ts';
import { type DocumentContext } from '../../src/core/completion/documentContext.ts';
import { type PipelineIdea } from '../../src/core/completion/pipelineIdeas.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../../src/engine/supervisedCompletionEngine.ts';
import { type Supervisor } from '../../src/engine/supervisor.ts';
import { BUILT_IN_MODEL, headlessEngine, ROOT } from '../support/headlessEngine.ts';
import { type BenchOptions, figure, type Figure } from './figures.ts';

const PLACES = 24;
/** Suggestions that are accepted one after the other at a place, as long as there are any. */
const ACCEPTED = 3;
/** So long a person looks at a suggestion: keys that accept come no sooner. */
const LOOK_MS = AHEAD_WAIT_MS + 500;
const OPENED = 9;
const OPENED_CHARACTERS = 20_000;

/** An engine that counts what it writes. */
class CountingEngine implements CompletionEngine {
  written = 0;

  constructor(private readonly engine: SupervisedCompletionEngine) {}

  get isFree(): boolean {
    return this.engine.isFree;
  }

  profile(document?: DocumentContext): ReturnType<CompletionEngine['profile']> {
    return this.engine.profile(document);
  }

  async generate(
    request: CompletionRequest,
    signal: AbortSignal,
    onText: (piece: TextPiece) => void,
  ): Promise<GenerationCost> {
    const cost = await this.engine.generate(request, signal, onText);
    this.written += cost.generatedTokens;
    return cost;
  }
}

/** How long the next suggestion takes after one was accepted, and what is written for it, with and without writing ahead. */
export async function measureAhead(options: BenchOptions): Promise<readonly Figure[]> {
  return forEachModel(options, async (supervisor, name) => {
    const figures: Figure[] = [];
    for (const left of [[], ['ahead']] as const) {
      const { waits, written, shown } = await acceptEverywhere(supervisor, left, options.repeat ?? PLACES);
      const how = left.length === 0 ? 'with writing ahead' : 'without';
      figures.push(
        figure(`accepted → next suggestion, ${how}, ${name}`, 'ms', waits),
        figure(`tokens written for each suggestion shown, ${how}, ${name}`, 'count', [written / shown]),
      );
    }
    return figures;
  });
}

/** How long the first key after opening a long file takes to its answer, with and without reading it before. */
export async function measurePrewarm(options: BenchOptions): Promise<readonly Figure[]> {
  return forEachModel(options, async (supervisor, name) => {
    const times: Record<'read before' | 'not read', number[]> = { 'read before': [], 'not read': [] };
    const readMs: number[] = [];
    const service = serviceWith(new SupervisedCompletionEngine(supervisor, { drafts: true }), []);
    const [first, ...files] = openedFiles(2 * (options.repeat ?? OPENED) + 1);
    // The first prompt of all tells how long a token is.
    await service.complete(queryAt(first), new AbortController().signal);
    for (const [index, file] of files.entries()) {
      const isRead = index % 2 === 0;
      if (isRead) {
        const startedAt = performance.now();
        await service.prewarm(queryAt(file));
        readMs.push(performance.now() - startedAt);
      }
      const startedAt = performance.now();
      const typed = { ...file, prefix: `${file.prefix}c` };
      await service.complete(queryAt(typed), new AbortController().signal);
      times[isRead ? 'read before' : 'not read'].push(performance.now() - startedAt);
    }
    return [
      figure(`first key in a 20 kB file → answer, read before, ${name}`, 'ms', times['read before']),
      figure(`first key in a 20 kB file → answer, not read, ${name}`, 'ms', times['not read']),
      figure(`reading it before, ${name}`, 'ms', readMs),
    ];
  });
}

async function forEachModel(
  { progress, model: ownModel }: BenchOptions,
  measure: (supervisor: Supervisor, name: string) => Promise<readonly Figure[]>,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const modelPath of [BUILT_IN_MODEL, ownModel]) {
    if (modelPath !== undefined) {
      const supervisor = headlessEngine({ modelPath });
      try {
        const { model } = await supervisor.ready();
        figures.push(...(await measure(supervisor, model.name)));
        progress(model.name);
      } finally {
        await supervisor.dispose();
      }
    }
  }
  return figures;
}

async function acceptEverywhere(
  supervisor: Supervisor,
  left: readonly PipelineIdea[],
  places: number,
): Promise<{ readonly waits: number[]; readonly written: number; readonly shown: number }> {
  const engine = new CountingEngine(new SupervisedCompletionEngine(supervisor, { drafts: true }));
  const service = serviceWith(engine, left);
  const waits: number[] = [];
  let shown = 0;
  for (const place of placesInSources(places)) {
    let document: DocumentContext = place;
    for (let accepted = 0; accepted <= ACCEPTED; accepted++) {
      const startedAt = performance.now();
      const outcome = await service.complete(queryAt(document), new AbortController().signal);
      if (outcome.kind === 'none') {
        break;
      }
      shown++;
      if (accepted > 0) {
        waits.push(performance.now() - startedAt);
      }
      await delay(LOOK_MS);
      document = afterAccepting(document, outcome);
    }
    // What is still written ahead is nobody's any more.
    service.forget();
  }
  return { waits, written: engine.written, shown };
}

function serviceWith(engine: CompletionEngine, left: readonly PipelineIdea[]): CompletionService {
  return new CompletionService(engine, systemClock, new Set(left));
}

/** As a key asks with the default settings. */
function queryAt(document: DocumentContext | undefined): CompletionQuery {
  if (document === undefined) {
    throw new Error('There are too few sources.');
  }
  return {
    document,
    trigger: 'automatic',
    ...{ isTextSelected: false, cursors: 1, isComposing: false },
    ...{ debounceMs: 75, maxTokens: 64, eagerness: 'balanced' },
  };
}

/** Behind an equals sign, a bracket or a word, two thirds into files of this repository. */
function placesInSources(count: number): readonly DocumentContext[] {
  return sources()
    .filter(({ text }) => text.length > 2000)
    .slice(0, count)
    .map(({ name, text }) => {
      const at = text.slice(Math.floor((text.length * 2) / 3));
      const cut = text.length - at.length + Math.max(0, at.search(/(?<=( = |\(|return ))\w/u));
      const rest = text.slice(cut);
      return documentOf(name, text.slice(0, cut), rest.slice(Math.max(0, rest.indexOf('\n'))));
    });
}

/** Long files, of which no two begin in the same way. The cursor is where a line begins, near the end. */
function openedFiles(count: number): readonly DocumentContext[] {
  const all = sources();
  return Array.from({ length: count }, (_, index) => {
    let text = '';
    for (let at = index * 5; text.length < OPENED_CHARACTERS; at++) {
      text += all[at % all.length]?.text ?? '';
    }
    const cut = text.lastIndexOf('\n', OPENED_CHARACTERS - 2000) + 1;
    return documentOf(`opened-${index}.ts`, text.slice(0, cut), text.slice(cut, OPENED_CHARACTERS));
  });
}

function documentOf(name: string, prefix: string, suffix: string): DocumentContext {
  return {
    documentId: name,
    path: name,
    languageId: 'typescript',
    ...{ prefix, suffix, endOfLine: '\n', indentation: { style: 'spaces', size: 2 } },
  };
}

function sources(): readonly { readonly name: string; readonly text: string }[] {
  const folder = path.join(ROOT, 'src', 'models');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
}
