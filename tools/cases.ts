/** `npm run -s cases`: cuts cases for `eval` out of the held-out packages, which no training ever saw, or out of notebooks. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { CASE_KINDS, type CaseKind } from './cases/cutCase.ts';
import { type CaseChoice, type HeldoutCase, makeCases } from './cases/makeCases.ts';
import { readNotebooks } from './cases/notebooks.ts';
import { groupBy } from '../src/core/replay/groupBy.ts';
import { readHeldout } from './eval/heldout.ts';

/** Those that the published figures are of. */
const DEFAULT_KINDS = 'line-rest,next-line,line-middle,block';

const USAGE = `usage: npm run -s cases -- --out FILE.jsonl[.gz] [--count N] [--kinds NAME[,NAME]] [--seed S] [--notebooks FOLDER]
  --count N    cases, in equal numbers of each kind (1200)
  --kinds NAMES
               ${CASE_KINDS.join(', ')} (${DEFAULT_KINDS})
  --seed S     a whole number; the same one gives the same cases (1)
  --notebooks FOLDER
               of the code cells of the Jupyter notebooks there, beside those before them`;

function main(): void {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      count: { type: 'string' },
      kinds: { type: 'string' },
      seed: { type: 'string' },
      notebooks: { type: 'string' },
    },
  });
  const { out, count = '1200', seed = '1', notebooks } = values;
  const kinds = kindsOf(values.kinds ?? DEFAULT_KINDS);
  if (out === undefined || !/^[1-9]\d{0,5}$/u.test(count) || !/^\d{1,9}$/u.test(seed)) {
    throw new Error(USAGE);
  }
  const cases = cut(notebooks, { count: Number(count), kinds, seed: Number(seed) });
  const text = cases.map((one) => `${JSON.stringify(one)}\n`).join('');
  writeFileSync(out, out.endsWith('.gz') ? gzipSync(text) : text);
  for (const [kind, group] of groupBy(cases, (one) => one.kind)) {
    const languages = [...groupBy(group, ({ languageId }) => languageId)];
    console.log(`${kind}: ${languages.map(([language, { length }]) => `${language} ${length}`).join(', ')}`);
  }
}

function kindsOf(names: string): readonly CaseKind[] {
  return names.split(',').map((name) => {
    const kind = CASE_KINDS.find((one) => one === name);
    if (kind === undefined) {
      throw new Error(`--kinds: no kind of case is called ${name}; there are ${CASE_KINDS.join(', ')}`);
    }
    return kind;
  });
}

function cut(notebooks: string | undefined, choice: CaseChoice): readonly HeldoutCase[] {
  return notebooks === undefined
    ? makeCases(readHeldout().documents, choice)
    : makeCases(readNotebooks(notebooks), choice, ({ earlier }) => earlier);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
