import assert from 'node:assert/strict';
import { SuggestionCache } from '../../../../src/core/completion/suggestionCache.ts';
import { type DocumentContext } from '../../../../src/core/completion/documentContext.ts';
import { at, inMarkdown, lines } from '../../../support/cursor.ts';

const remembering = (text: string, document: DocumentContext): SuggestionCache => {
  const cache = new SuggestionCache();
  cache.store(document, { kind: 'suggestion', text, confidence: 1, isWhole: true });
  return cache;
};

const found = (cache: SuggestionCache, document: DocumentContext): string => {
  const outcome = cache.lookup(document);
  if (outcome === undefined) return 'miss';
  return outcome.kind === 'suggestion' ? outcome.text : `✗ ${outcome.reason}`;
};

describe('SuggestionCache', () => {
  it('finds a suggestion where it was made', () => {
    assert.equal(found(remembering('a + b;', at('return █')), at('return █')), 'a + b;');
  });

  it('finds the rest while the author types along', () => {
    assert.equal(found(remembering('a + b;', at('return █')), at('return a +█')), ' b;');
  });

  it('knows nothing of one line where several were allowed, nor the other way round', () => {
    const line = { ...at('if (a) {█'), oneLine: true };
    const lines = { ...line, oneLine: false };
    assert.equal(found(remembering('\n  b();', lines), line), 'miss');
    assert.equal(found(remembering(' b();', line), lines), 'miss');
    assert.equal(found(remembering(' b();', line), line), ' b();');
  });

  it('finds it again when the author deletes back', () => {
    const cache = remembering('a + b;', at('return █'));
    assert.equal(found(cache, at('return a + b█')), ';');
    assert.equal(found(cache, at('return a█')), ' + b;');
  });

  it('goes on with a longer suggestion where there was nothing by itself', () => {
    const cache = remembering('rice * count;', at('p█'));
    cache.store(at('pr█'), { kind: 'nothing', reason: 'blank' });
    assert.equal(found(cache, at('pr█')), 'ice * count;');
    assert.equal(found(cache, at('pri█')), 'ce * count;');
  });

  it('knows nothing of what was left out because the model had to be surer then', () => {
    const cache = new SuggestionCache();
    cache.store(at('a█'), { kind: 'nothing', reason: 'unsure' }, 0.9);
    cache.store(at('b█'), { kind: 'nothing', reason: 'blank' }, 0.9);
    cache.store(at('c█'), { kind: 'suggestion', text: 'd', confidence: 1, isWhole: false }, 0.9);
    cache.store(at('e█'), { kind: 'suggestion', text: 'f', confidence: 1, isWhole: true }, 0.9);
    const kinds = (threshold: number): (string | undefined)[] =>
      ['a█', 'b█', 'c█', 'e█'].map((drawing) => cache.lookup(at(drawing), threshold)?.kind);
    assert.deepEqual(kinds(0.9), ['nothing', 'nothing', 'suggestion', 'suggestion']);
    assert.deepEqual(kinds(0.5), [undefined, 'nothing', undefined, 'suggestion']);
  });

  it('shows what was asked for by hand to nobody else who needs it surer, but while it is followed', () => {
    const cache = new SuggestionCache();
    cache.store(at('return █'), { kind: 'suggestion', text: 'first;', confidence: 0.2, isWhole: true });
    const look = (drawing: string, isAwaited = false): string | undefined => {
      const outcome = cache.lookup(at(drawing), 0.9, isAwaited);
      return outcome?.kind === 'suggestion' ? outcome.text : outcome?.kind;
    };
    assert.equal(look('return █'), undefined);
    assert.equal(look('return █', true), 'first;');
    assert.deepEqual([look('return fi█'), look('return f█'), look('return █')], ['rst;', 'irst;', 'first;']);
    // Somewhere else meanwhile.
    assert.equal(look('other █'), undefined);
    assert.deepEqual([look('return █'), look('return f█')], [undefined, undefined]);
    assert.equal(cache.lookup(at('return █'), 0)?.kind, 'suggestion');
  });

  it('says whether what was looked up last would be found at a place, for who need not have more of it', () => {
    const cache = new SuggestionCache();
    const part = { kind: 'suggestion', text: 'run();\nstop();', confidence: 0.9, isWhole: false } as const;
    cache.store(at('█'), part, 0.8);
    assert.ok(!cache.follows(at('run();█'), 0.8), 'nobody has seen it');
    cache.lookup(at('run()█'), 0.8);
    assert.ok(cache.follows(at('run();█'), 0.8));
    assert.ok(!cache.follows(at('run();█'), 0.5), 'more would be asked for');
    assert.ok(!cache.follows(at('halt();█'), 0.8));
  });

  it('misses when another character is typed', () => {
    assert.equal(found(remembering('a + b;', at('return █')), at('return x█')), 'miss');
  });

  it('misses when all of it is typed', () => {
    assert.equal(found(remembering('a;', at('return █')), at('return a;█')), 'miss');
  });

  it('misses in another document', () => {
    const cache = remembering('a + b;', at('return █'));
    assert.equal(found(cache, at('return █', { documentId: 'untitled:other' })), 'miss');
  });

  it('misses when the text after the cursor has changed', () => {
    const cache = remembering('a + b;', at(lines('return █', '}')));
    assert.equal(found(cache, at(lines('return █', 'more();', '}'))), 'miss');
  });

  it('finds the rest after the bracket the editor closed', () => {
    assert.equal(found(remembering('sum(a, b);', at('x = █')), at('x = sum(█)')), 'a, b);');
  });

  it('finds the rest after quote and bracket the editor closed', () => {
    const cache = remembering('log("hello");', at(lines('█', '}')));
    assert.equal(found(cache, at(lines('log("█")', '}'))), 'hello");');
  });

  it('finds the rest after a brace the editor moved to its own line', () => {
    const cache = remembering('if (x) {\n    run();\n  }', at(lines('f(() => {', '  █', '});')));
    const now = at(lines('f(() => {', '  if (x) {', '    █', '  }', '});'));
    assert.equal(found(cache, now), 'run();\n  }');
  });

  it('finds the rest after the author typed over the closer', () => {
    assert.equal(found(remembering('a).then(b);', at('f(█)')), at('f(a)█')), '.then(b);');
  });

  it('misses a closer that no typed opener explains', () => {
    assert.equal(found(remembering('a + b;', at('return █')), at('return a█)')), 'miss');
  });

  it('remembers that there is nothing to suggest, for this very place', () => {
    const cache = new SuggestionCache();
    cache.store(at('run();█'), { kind: 'nothing', reason: 'blank' });
    assert.equal(found(cache, at('run();█')), '✗ blank');
    assert.equal(found(cache, at('run(); █')), 'miss');
  });

  it('takes the newer outcome for the same place', () => {
    const cache = remembering('old', at('x = █'));
    cache.store(at('x = █'), { kind: 'suggestion', text: 'new', confidence: 1, isWhole: true });
    assert.equal(found(cache, at('x = █')), 'new');
  });

  it('follows Chinese text and emoji', () => {
    const cache = remembering('天气很好👍🏽！', inMarkdown('今天█'));
    assert.equal(found(cache, inMarkdown('今天天气█')), '很好👍🏽！');
  });

  it('finds the rest although the beginning of a long document has gone out of sight', () => {
    const body = Array.from({ length: 40 }, (_, index) => `call(${index});`).join('\n');
    const cache = remembering('a + b;', at(`first line\n${body}\nreturn █`));
    assert.equal(found(cache, at(`${body}\nreturn a█`)), ' + b;');
  });

  it('forgets the place that was used longest ago', () => {
    const cache = new SuggestionCache();
    const place = (index: number): DocumentContext => at(`place ${index} = █`);
    for (let index = 0; index < 100; index += 1)
      cache.store(place(index), { kind: 'suggestion', text: 'x', confidence: 1, isWhole: true });
    cache.lookup(place(0));
    cache.store(place(100), { kind: 'suggestion', text: 'x', confidence: 1, isWhole: true });
    assert.equal(found(cache, place(0)), 'x');
    assert.equal(found(cache, place(1)), 'miss');
  });

  it('forgets everything when told', () => {
    const cache = remembering('a', at('return █'));
    cache.clear();
    assert.equal(found(cache, at('return █')), 'miss');
  });
});
