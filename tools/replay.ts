/** `npm run -s replay`: how much of the last commits of a repository the pipeline would have typed. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CompletionService } from '../src/core/completion/completionService.ts';
import { type Asking } from '../src/core/replay/completeAt.ts';
import { replayCommit, type ReplayRow } from '../src/core/replay/replayCommit.ts';
import { THRESHOLDS } from '../src/core/completion/eagerness.ts';
import { type Ablation, NOTHING_ASIDE } from '../src/core/completion/pipelineIdeas.ts';
import { systemClock } from '../src/engine/clock.ts';
import { SupervisedCompletionEngine } from '../src/engine/supervisedCompletionEngine.ts';
import { commitPassages, filesBefore } from '../src/history/commitPassages.ts';
import { GitRepository } from '../src/history/gitRepository.ts';
import { CHECKED_LANGUAGES } from '../src/syntax/grammarOf.ts';
import { type Grammars } from '../src/syntax/grammars.ts';
import { variantWithout, WHOLE } from './eval/ablationChoice.ts';
import { NOT_MEASURABLE_BY_HISTORIES } from './eval/notMeasurable.ts';
import { compareReplays, readReplay } from './replay/compareReplays.ts';
import { NamedDefinitions } from './replay/namedDefinitions.ts';
import { replayReport, trustReport } from './replay/replayReport.ts';
import { secretFiles } from './replay/secretFiles.ts';
import { askingWith } from './support/caseDocument.ts';
import { headlessEngine } from './support/headlessEngine.ts';
import { packagedGrammars, syntaxJudge } from './support/syntaxJudge.ts';
import { type Infill, infillFor, infillOf, SteadyEngine } from './support/steadyEngine.ts';

const USAGE = `usage: npm run -s replay -- REPOSITORY [REPOSITORY…] [options]
  --commits N          the last N commits of each that are no merges (10)
  --skip N             leaves out the newest N (0)
  --keys N             of a longer commit, passages of about so many keys (2000)
  --out FILE.jsonl     a row for each file of each commit
  --against FILE.jsonl how much more that is than an earlier run has that wrote FILE, commit by commit
  --model FILE.gguf    the built-in one without it
  --ablate NAME        without one idea of the pipeline, several (A+B), or everything
  --eagerness NAME     eager, balanced or quiet (balanced)
  --infill ORDER       no, prefixFirst or suffixFirst: where the text after the cursor stands (as suits the model)`;

const MAX_COMMITS = 1000;

interface Options {
  readonly repositories: readonly string[];
  readonly commits: number;
  readonly skip: number;
  readonly keys: number;
  readonly out: string | undefined;
  readonly against: string | undefined;
  readonly model: string | undefined;
  readonly ablate: string | undefined;
  readonly asking: Asking;
  readonly infill: Infill | undefined;
}

function readOptions(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      commits: { type: 'string' },
      skip: { type: 'string' },
      keys: { type: 'string' },
      out: { type: 'string' },
      against: { type: 'string' },
      model: { type: 'string' },
      ablate: { type: 'string' },
      eagerness: { type: 'string' },
      infill: { type: 'string' },
    },
  });
  const commits = wholeNumber(values.commits, 10);
  if (positionals.length === 0 || commits < 1 || commits > MAX_COMMITS) {
    throw new Error(USAGE);
  }
  return {
    repositories: positionals,
    commits,
    skip: wholeNumber(values.skip, 0),
    keys: wholeNumber(values.keys, 2000),
    out: values.out,
    against: values.against,
    model: values.model,
    ablate: values.ablate,
    asking: askingWith(values.eagerness, 'automatic'),
    infill: infillOf(values.infill),
  };
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  if (text !== undefined && !/^\d{1,7}$/u.test(text)) {
    throw new Error(USAGE);
  }
  return text === undefined ? otherwise : Number(text);
}

interface WhatIsKnown {
  readonly ablation: Ablation;
  readonly grammars: Grammars;
}

/** Types the last commits of a repository, one after the other. */
async function* replayRepository(
  completions: CompletionService,
  folder: string,
  { commits, skip, keys, asking, ablation, grammars }: Options & WhatIsKnown,
): AsyncGenerator<readonly ReplayRow[]> {
  const repository = new GitRepository(folder);
  const isSecret = secretFiles();
  const definitions = new NamedDefinitions(repository, isSecret, grammars);
  for (const commit of await repository.lastCommits(commits, skip)) {
    const chosen = await commitPassages(repository, commit, isSecret, keys);
    const open = await filesBefore(repository, commit, isSecret);
    const definitionsNear = await definitions.before(commit);
    const typing = { asking, open, definitionsNear, ablation };
    const replayed = await replayCommit(completions, commit.id, chosen, typing);
    const typed = replayed.reduce((sum, row) => sum + row.typed + row.completed, 0);
    console.error(
      `${folder}, ${commit.id.slice(0, 10)}: ${typed} of ${chosen.keys} characters in ${replayed.length} files`,
    );
    yield replayed;
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  const { out, against, model, ablate, infill } = options;
  // Read before the file may be written anew, and before anybody waits.
  const earlier = against === undefined ? undefined : readReplay(against);
  const variant = ablate === undefined ? WHOLE : variantWithout(ablate, NOT_MEASURABLE_BY_HISTORIES);
  const supervisor = headlessEngine({ modelPath: model, backend: 'auto' });
  const file = out === undefined ? undefined : openSync(out, 'w');
  const rows: ReplayRow[] = [];
  try {
    const loaded = (await supervisor.ready()).model;
    const order = infillFor(variant, infill, loaded);
    const engine = new SteadyEngine(new SupervisedCompletionEngine(supervisor), order);
    const aside = new Set([...variant.ablation, ...NOTHING_ASIDE]);
    const grammars = packagedGrammars();
    const judge = await syntaxJudge(CHECKED_LANGUAGES, grammars);
    const completions = new CompletionService(engine, systemClock, aside, judge);
    const known = { ...options, ablation: aside, grammars };
    for (const folder of options.repositories) {
      for await (const replayed of replayRepository(completions, folder, known)) {
        rows.push(...replayed);
        if (file !== undefined) {
          writeSync(file, replayed.map((row) => `${JSON.stringify(row)}\n`).join(''));
        }
      }
    }
  } finally {
    if (file !== undefined) {
      closeSync(file);
    }
    await supervisor.dispose();
  }
  console.log(replayReport(rows));
  console.log(`\n${trustReport(rows, THRESHOLDS[options.asking.eagerness])}`);
  if (earlier !== undefined) {
    console.log(`\n${compareReplays(rows, earlier)}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
});
