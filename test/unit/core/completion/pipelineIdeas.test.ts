import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { type CompletionOutcome } from '../../../../src/core/completion/completionOutcome.ts';
import { CompletionService } from '../../../../src/core/completion/completionService.ts';
import { type DocumentContext } from '../../../../src/core/completion/documentContext.ts';
import { type OtherTexts } from '../../../../src/core/completion/neighbours/otherTexts.ts';
import { PIPELINE_IDEAS, type PipelineIdea } from '../../../../src/core/completion/pipelineIdeas.ts';
import { typedAt } from '../../../support/completionQuery.ts';
import { at, lines } from '../../../support/cursor.ts';
import { HandClock, ScriptedEngine, settle } from '../../../support/scriptedEngine.ts';

const ROOT = path.join(import.meta.dirname, '..', '..', '..', '..');

class Pipeline {
  readonly engine: ScriptedEngine;
  readonly #service: CompletionService;

  constructor(answer: string | undefined, ...left: readonly PipelineIdea[]) {
    this.engine = new ScriptedEngine(answer);
    this.#service = new CompletionService(this.engine, new HandClock(), new Set(left));
  }

  complete(document: DocumentContext, signal = new AbortController().signal): Promise<CompletionOutcome> {
    return this.#service.complete(typedAt(document), signal);
  }
}

/** The text that is shown, or why there is none. */
async function shown(document: DocumentContext, answer: string, ...left: PipelineIdea[]): Promise<string> {
  const outcome = await new Pipeline(answer, ...left).complete(document);
  return outcome.kind === 'suggestion' ? outcome.text : `✗ ${outcome.reason}`;
}

describe('an idea that is left out', () => {
  it('is one of the names, and every filter has one', () => {
    const filters = readdirSync(path.join(ROOT, 'src/core/completion/filters')).map((file) =>
      file.replace(/\.ts$/u, ''),
    );
    const names: readonly string[] = PIPELINE_IDEAS;
    assert.deepEqual(
      filters.filter((filter) => !names.includes(filter)),
      [],
    );
  });

  for (const { idea, document, answer, whole, without } of [
    {
      idea: 'triggerPolicy',
      document: at('done();█'),
      answer: ' // yes',
      whole: '✗ statementEnded',
      without: ' // yes',
    },
    {
      idea: 'shape',
      document: at(lines('function f() {', '  █', '}')),
      answer: 'first();\n  second();',
      whole: 'first();\n  second();',
      without: 'first();',
    },
    {
      idea: 'worthReading',
      document: at('const a = █'),
      answer: ';',
      whole: '✗ tooLittle',
      without: ';',
    },
    {
      idea: 'earlyStop',
      document: at('const a = █'),
      answer: 'one;\ntwo;',
      whole: 'one;',
      without: 'one;',
    },
    {
      idea: 'cutShape',
      document: at('const a = █'),
      answer: 'one;\ntwo;',
      whole: 'one;',
      without: 'one;\ntwo;',
    },
    {
      idea: 'dropBlank',
      document: at('const a = b█'),
      answer: '))))',
      whole: '✗ blank',
      without: '',
    },
    {
      idea: 'trimOverlap',
      document: at('sum(first, █ + second)'),
      answer: 'third + second]',
      whole: 'third',
      without: 'third + second',
    },
    {
      idea: 'trimTrailingComma',
      document: at(lines('{', '  "a": [1, █', ']}'), { languageId: 'json' }),
      answer: '2,',
      whole: '2',
      without: '2,',
    },
    {
      idea: 'trimAlreadyFollowing',
      document: at(lines('first();', '█', 'already_there();')),
      answer: 'already_there();',
      whole: '✗ alreadyFollows',
      without: 'already_there();',
    },
  ] as const) {
    it(`changes what is shown as its name says: ${idea}`, async () => {
      assert.equal(await shown(document, answer), whole);
      assert.equal(await shown(document, answer, idea), without);
    });
  }

  it('takes no path and no text after the cursor into the prompt', async () => {
    const pipeline = new Pipeline('x', 'fileHeader', 'suffix');
    pipeline.engine.model = { ...pipeline.engine.model, fillInTheMiddle: 'prefixFirst' };
    await pipeline.complete(at('const a = █;'));
    assert.deepEqual(pipeline.engine.generations[0]?.request.prompt, { kind: 'plain', text: 'const a = ' });
  });

  it('takes no part of another file into the prompt', async () => {
    const tide = {
      path: 'tide.ts',
      languageId: 'typescript',
      text: 'const tide = 1;',
      origin: 'open',
    } as const;
    const asked = async (...left: PipelineIdea[]): Promise<number | undefined> => {
      const engine = new ScriptedEngine('x');
      const service = new CompletionService(engine, new HandClock(), new Set(left));
      await service.complete(
        typedAt(at('const a = █'), { others: () => ({ neighbours: [tide], copyFrom: [] }) }),
        new AbortController().signal,
      );
      return engine.generations[0]?.request.prompt.neighbours?.length;
    };
    assert.deepEqual([await asked(), await asked('neighbours')], [1, undefined]);
  });

  it('copies from no other text', async () => {
    const asked = async (...left: PipelineIdea[]): Promise<readonly string[] | undefined> => {
      const engine = new ScriptedEngine('x');
      const service = new CompletionService(engine, new HandClock(), new Set(left));
      const others = (): OtherTexts => ({
        neighbours: [],
        copyFrom: [{ path: 'tide.ts', text: 'const tide = 1;' }],
      });
      await service.complete(typedAt(at('const a = █;'), { others }), new AbortController().signal);
      return engine.generations[0]?.request.copyFrom;
    };
    assert.deepEqual(await asked(), ['const a', ';', 'const tide = 1;']);
    assert.equal(await asked('copying'), undefined);
  });

  it('lets the prompt’s start move with every key', async () => {
    const text = 'let a;\n'.repeat(2000);
    const starts = async (...left: PipelineIdea[]): Promise<Set<number>> => {
      const pipeline = new Pipeline('x', 'fileHeader', 'cache', ...left);
      for (const typed of ['a', 'ab', 'abc']) {
        await pipeline.complete(at(`${text}const ${typed}█`));
      }
      return new Set(
        pipeline.engine.generations.map(({ request: { prompt } }, index) =>
          prompt.kind === 'plain' ? text.length + index - prompt.text.length : NaN,
        ),
      );
    };
    assert.equal((await starts()).size, 1);
    assert.equal((await starts('steppedWindow')).size, 3);
  });

  it('begins the text after the cursor at the cursor', async () => {
    const suffix = async (...left: PipelineIdea[]): Promise<string | undefined> => {
      const pipeline = new Pipeline('a, b)', ...left);
      pipeline.engine.model = { ...pipeline.engine.model, fillInTheMiddle: 'suffixFirst' };
      await pipeline.complete(at('sum(█)\nnext();'));
      const [{ prompt } = assert.fail()] = pipeline.engine.generations.map(({ request }) => request);
      return prompt.kind === 'plain' ? undefined : prompt.suffix;
    };
    assert.deepEqual([await suffix(), await suffix('steadySuffix')], ['\nnext();', ')\nnext();']);
  });

  it('covers no closers', async () => {
    const [whole, without] = await Promise.all([
      new Pipeline('a, b)').complete(at('sum(█)')),
      new Pipeline('a, b)', 'replaceRange').complete(at('sum(█)')),
    ]);
    assert.ok(whole.kind === 'suggestion' && without.kind === 'suggestion');
    assert.deepEqual([whole.replaceLength, without.replaceLength], [1, 0]);
  });

  it('asks anew for what was typed along', async () => {
    const asked = async (...left: PipelineIdea[]): Promise<number> => {
      const pipeline = new Pipeline('first + second', ...left);
      await pipeline.complete(at('const sum = █'));
      await pipeline.complete(at('const sum = fir█'));
      return pipeline.engine.generations.length;
    };
    assert.deepEqual([await asked(), await asked('cache')], [1, 2]);
  });

  it('ends a generation under way at the next key', async () => {
    const asked = async (...left: PipelineIdea[]): Promise<number> => {
      const pipeline = new Pipeline(undefined, ...left);
      const first = new AbortController();
      void pipeline.complete(at('return █'), first.signal);
      await settle();
      pipeline.engine.generations[0]?.write('fir');
      first.abort();
      void pipeline.complete(at('return f█'));
      await settle();
      return pipeline.engine.generations.length;
    };
    assert.deepEqual([await asked(), await asked('adoption')], [1, 2]);
  });

  it('shows a line that the limit of tokens cut off', async () => {
    const document = at(lines('function f() {', '  █', '}'));
    const text = async (...left: PipelineIdea[]): Promise<string> => {
      const pipeline = new Pipeline('first();\n  secon', ...left);
      pipeline.engine.isCut = true;
      const outcome = await pipeline.complete(document);
      return outcome.kind === 'suggestion' ? outcome.text : outcome.reason;
    };
    assert.deepEqual([await text(), await text('wholeLines')], ['first();', 'first();\n  secon']);
  });
});
