import assert from 'node:assert/strict';
import { variantsFor, variantWithout } from '../../../../tools/eval/ablationChoice.ts';
import {
  NOT_MEASURABLE,
  NOT_MEASURABLE_BY_HISTORIES,
  NOT_MEASURABLE_BY_TRACES,
  notMeasurableByCases,
} from '../../../../tools/eval/notMeasurable.ts';
import { evalReport } from '../../../../tools/eval/evalReport.ts';
import { type EvalRow } from '../../../../tools/eval/judgeCase.ts';
import { PIPELINE_IDEAS } from '../../../../src/core/completion/pipelineIdeas.ts';

const row = (id: number, more: Partial<EvalRow> = {}): EvalRow => ({
  id,
  text: 'x',
  shown: true,
  reason: null,
  confidence: 0.5,
  firstTokenMs: 1,
  totalMs: 2,
  promptTokens: 10,
  generatedTokens: 4,
  kind: 'line-rest',
  languageId: 'go',
  ablated: null,
  exact: false,
  right: false,
  editSimilarity: 0.5,
  charsBeforeError: 3,
  bad: [],
  ...more,
});

/** The cells of the line that begins with a name. */
const cellsOf = (report: string, name: string): string[] =>
  (report.split('\n').find((line) => line.startsWith(`| ${name} |`)) ?? '')
    .split('|')
    .map((cell) => cell.trim());

describe('evalReport', () => {
  const rows = [
    row(1, { exact: true, right: true, confidence: 0.9 }),
    row(2, { bad: ['empty'] }),
    row(3, { shown: false, confidence: 0.1, charsBeforeError: 0 }),
    row(4, { languageId: 'rust', kind: 'block' }),
  ];

  it('has all cases, each kind, each language and both together', () => {
    const report = evalReport(rows);
    for (const [name, count] of [
      ['all', '4'],
      ['line-rest', '3'],
      ['rust', '1'],
      ['go, line-rest', '3'],
    ] as const) {
      assert.equal(cellsOf(report, name)[2], count);
    }
  });

  it('counts precision and bad shows of what was shown alone', () => {
    const cells = cellsOf(evalReport(rows), 'go');
    assert.match(cells[6] ?? '', /^66\.7 %/u, 'shown');
    assert.match(cells[7] ?? '', /^50\.0 %/u, 'precision');
    assert.match(cells[8] ?? '', /^50\.0 %/u, 'right');
    assert.match(cells[9] ?? '', /^1\.0 /u, 'right characters of all cases');
    assert.match(cells[10] ?? '', /^50\.0 %/u, 'bad shows');
    assert.match(evalReport(rows), /Bad shows of 3: 1 empty\./u);
  });

  it('says whether confidence tells right from wrong', () => {
    assert.match(evalReport(rows), /area under the ROC curve 1\.000/u);
  });

  it('compares each ablation with the whole pipeline', () => {
    const without = rows.map((one) => ({ ...one, ablated: 'shape', exact: false }));
    const cells = cellsOf(evalReport([...rows, ...without]), 'shape');
    assert.match(cells[2] ?? '', /^−25\.0 \(−75\.0 to \+0\.0\)$/u);
    assert.equal(cells[3], '0');
  });
});

describe('variantsFor', () => {
  it('begins with the whole pipeline', () => {
    assert.deepEqual(
      variantsFor(undefined, NOT_MEASURABLE).map(({ ablated }) => ablated),
      [null],
    );
  });

  it('leaves out one idea, or each, then several together', () => {
    assert.deepEqual(
      variantsFor('suffix', NOT_MEASURABLE).map(({ ablation }) => [...ablation]),
      [[], ['suffix']],
    );
    assert.deepEqual(
      variantsFor('suffix,copying', NOT_MEASURABLE).map(({ ablated }) => ablated),
      [null, 'suffix', 'copying'],
    );
    const all = variantsFor('all', NOT_MEASURABLE);
    assert.deepEqual(
      all.map(({ ablated }) => ablated),
      [
        ...[null, ...PIPELINE_IDEAS.filter((idea) => !['candidates', 'ahead', 'prewarm'].includes(idea))],
        ...['everything', 'earlyStopAndReuse', 'everythingButSuffix', 'everythingButConfidence'],
      ],
    );
    assert.equal(all.find(({ ablated }) => ablated === 'everything')?.ablation.size, PIPELINE_IDEAS.length);
  });

  it('asks with prefix and suffix alone as the model was taught', () => {
    const asTaught = variantsFor('all', NOT_MEASURABLE).filter((one) => one.asTaught === true);
    assert.deepEqual(
      asTaught.map(({ ablated, ablation }) => [ablated, ablation.has('suffix'), ablation.size]),
      [['everythingButSuffix', false, PIPELINE_IDEAS.length - 1]],
    );
  });

  it('names the ideas when there is none of a name', () => {
    assert.throws(() => variantsFor('magic', NOT_MEASURABLE), /magic.*triggerPolicy.*everything/u);
    assert.throws(
      () => variantsFor('prewarm', NOT_MEASURABLE),
      /prewarm: it is done for a request that may come/u,
    );
  });

  it('leaves out several together', () => {
    const { ablated, ablation } = variantWithout('openFiles+definitions', NOT_MEASURABLE_BY_HISTORIES);
    assert.deepEqual([ablated, ...ablation], ['openFiles+definitions', 'openFiles', 'definitions']);
    assert.throws(
      () => variantWithout('openFiles+cells', NOT_MEASURABLE_BY_HISTORIES),
      /cells: no notebook/u,
    );
    assert.throws(() => variantWithout('openFiles+', NOT_MEASURABLE_BY_HISTORIES), /no idea is called ;/u);
  });

  it('refuses what cases tell nothing of, by where their other texts come from', () => {
    const open = [{ files: [{ path: 'a.ts', text: 'a' }] }];
    const cell = [{ files: [{ path: 'a.ipynb', text: 'a', origin: 'cell' as const }] }];
    const left = (cases: typeof open): readonly (string | null)[] =>
      variantsFor('all', notMeasurableByCases(cases)).map(({ ablated }) => ablated);
    const about = [
      'cache',
      'openFiles',
      'places',
      'definitions',
      'imports',
      'cells',
      'ranking',
      'steadyNeighbours',
    ];
    const toldOf = (cases: typeof open): readonly string[] =>
      about.filter((idea) => left(cases).includes(idea));
    assert.deepEqual(toldOf(open), ['openFiles', 'imports', 'ranking']);
    assert.deepEqual(toldOf(cell), ['cells', 'ranking']);
    assert.deepEqual(toldOf([]), ['ranking']);
    assert.throws(() => variantsFor('cells', notMeasurableByCases(open)), /cells: no case has a file/u);
    assert.throws(() => variantWithout('cells', NOT_MEASURABLE_BY_HISTORIES), /cells: no notebook is typed/u);
    assert.throws(
      () => variantWithout('openFiles', NOT_MEASURABLE_BY_TRACES),
      /openFiles: a trace has no text beside/u,
    );
    assert.deepEqual([...variantWithout('places', NOT_MEASURABLE_BY_HISTORIES).ablation], ['places']);
  });
});
