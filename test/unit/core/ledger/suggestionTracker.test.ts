import assert from 'node:assert/strict';
import { type Counts } from '../../../../src/core/ledger/counts.ts';
import { FollowedDocument } from '../../../support/followedDocument.ts';

/** Offered, taken whole, taken in parts, characters taken. */
function taken({ offered, acceptedWhole, acceptedPartly, charactersAccepted }: Counts): readonly number[] {
  return [offered, acceptedWhole, acceptedPartly, charactersAccepted];
}

describe('what becomes of a suggestion', () => {
  it('is counted with its characters, its time and the confidence of the model', () => {
    const document = new FollowedDocument('return █');
    document.offer('first + second;', { latencyMs: 120, confidence: 0.55 });
    const { offered, charactersOffered, latency, offeredByConfidence } = document.counts;
    assert.deepEqual([offered, charactersOffered], [1, 15]);
    assert.equal(latency.indexOf(1), 5);
    assert.equal(offeredByConfidence.indexOf(1), 5);
  });

  it('is nothing new while it is typed key by key, and nothing taken at its end', () => {
    const document = new FollowedDocument('return █');
    document.offer('a + b;');
    document.type('a ');
    document.offer('+ b;', { source: 'cache' });
    document.type('+ b;');
    assert.deepEqual(taken(document.counts), [1, 0, 0, 0]);
  });

  it('is taken where another text that was offered beside it is, which says nothing of its confidence', () => {
    const document = new FollowedDocument('return █');
    const item = document.offer('first;', { others: ['fifth;', 'second;'] });
    document.accept(item, 'second;');
    assert.deepEqual(taken(document.counts), [1, 1, 0, 7]);
    assert.deepEqual(new Set(document.counts.acceptedByConfidence), new Set([0]));
    document.wait(30_000);
    assert.deepEqual([document.counts.knownAfter30s, document.counts.keptAfter30s], [1, 1]);
  });

  it('may go on as another one that begins alike, also when it is asked for again behind that', () => {
    const document = new FollowedDocument('return █');
    document.offer('first;', { others: ['fifth;'] });
    document.type('fi');
    const item = document.offer('rst;', { source: 'cache', others: ['fth;'] });
    document.accept(item, 'fth;');
    assert.deepEqual(taken(document.counts), [1, 1, 0, 4]);
  });

  it('is nothing new after a step back within it, nor when it is asked for again', () => {
    const document = new FollowedDocument('return █');
    document.offer('first;');
    document.type('fir');
    document.backspace();
    document.offer('rst;', { source: 'cache' });
    document.offer('rst;', { source: 'cache' });
    assert.equal(document.counts.offered, 1);
  });

  it('was typed past where another key came before anybody can have read it, and looked at otherwise', () => {
    const fate = (act: (document: FollowedDocument, item: number) => void): readonly number[] => {
      const document = new FollowedDocument('return █');
      act(document, document.offer('first;'));
      // Once counted, for good.
      document.wait(1000);
      document.type('yz');
      const { hurriedPast, lookedAt } = document.counts;
      return [hurriedPast, lookedAt];
    };
    assert.deepEqual(
      [
        fate((document) => {
          document.wait(100);
          document.type('x');
        }),
        fate((document) => {
          document.wait(400);
          document.type('x');
        }),
        fate((document) => {
          document.type('fir');
          document.wait(400);
          document.type('x');
        }),
        fate((document, item) => {
          document.accept(item, 'first;');
        }),
      ],
      [
        [1, 0],
        [0, 1],
        [0, 1],
        [0, 1],
      ],
    );
  });

  it('tells nothing of the wait where there was none, nor where an undo took it away', () => {
    const cached = new FollowedDocument('return █');
    cached.offer('first;', { source: 'cache', isAwaited: false });
    cached.type('x');
    const undone = new FollowedDocument('return █ + 1');
    undone.offer('first;');
    undone.change({ offset: 5, replacedLength: 4, text: 'x' }, true);
    undone.type('yz');
    for (const { counts } of [cached, undone]) {
      assert.deepEqual([counts.offered, counts.hurriedPast, counts.lookedAt], [1, 0, 0]);
    }
  });

  it('is counted apart where it goes over several lines', () => {
    const document = new FollowedDocument('if (a) {█');
    document.accept(document.offer('\n  b();\n}'), '\n  b();\n}');
    document.offer('c();');
    const { offered, multilineOffered, multilineAccepted } = document.counts;
    assert.deepEqual([offered, multilineOffered, multilineAccepted], [2, 1, 1]);
  });

  it('is another one after another key, behind its end, and at another place', () => {
    const document = new FollowedDocument('return █');
    document.offer('first;');
    document.type('s');
    document.offer('econd;');
    document.type('econd;');
    document.offer('\n}');
    document.cursor = 0;
    document.offer('\n}');
    assert.equal(document.counts.offered, 4);
  });

  it('is taken whole when the command of any of its items comes', () => {
    const document = new FollowedDocument('return █');
    const first = document.offer('first;');
    document.type('fi');
    document.offer('rst;', { source: 'cache' });
    document.accept(first, 'rst;');
    const { acceptedByConfidence } = document.counts;
    assert.deepEqual(taken(document.counts), [1, 1, 0, 4]);
    assert.equal(acceptedByConfidence.indexOf(1), 5);
  });

  it('is taken whole with the brackets that it covers, and with the line endings of the document', () => {
    const document = new FollowedDocument('call(█);\r\n');
    document.accept(document.offer('first,\r\n  second);'), 'first,\r\n  second);', 2);
    document.wait(30_000);
    assert.deepEqual(taken(document.counts), [1, 1, 0, 18]);
    assert.equal(document.counts.keptAfter30s, 1);
  });

  it('is taken whole where the editor leaves out what both ends share', () => {
    const document = new FollowedDocument('call(█)');
    document.accept(document.offer('first)'), 'first');
    assert.deepEqual(taken(document.counts), [1, 1, 0, 5]);
  });

  it('counts what was not typed when an older editor writes all of it anew', () => {
    const document = new FollowedDocument('return █');
    const item = document.offer('first;');
    document.type('fi');
    document.change({ offset: 7, replacedLength: 2, text: 'first;' });
    document.tracker.accepted(item, document.now);
    assert.deepEqual(taken(document.counts), [1, 1, 0, 4]);
  });

  it('goes on behind the word of a popup that takes the place of what was typed of it', () => {
    const document = new FollowedDocument('console.log█');
    document.offer('logAll(value);', { offset: 8, typedLength: 3 });
    document.change({ offset: 8, replacedLength: 3, text: 'logAll' });
    document.accept(document.offer('(value);', { source: 'cache' }), '(value);');
    assert.deepEqual(taken(document.counts), [1, 1, 0, 8]);
  });

  it('is taken once, however often its command comes', () => {
    const document = new FollowedDocument('█');
    const item = document.offer('first;');
    document.accept(item, 'first;');
    document.tracker.accepted(item, document.now);
    document.tracker.accepted(99, document.now);
    assert.deepEqual(taken(document.counts), [1, 1, 0, 6]);
  });
});

describe('a part of a suggestion', () => {
  it('is inferred from an edit that puts its next word in at once', () => {
    const document = new FollowedDocument('return █');
    document.offer('first + second;');
    document.insert('first');
    document.insert(' + second');
    assert.deepEqual(taken(document.counts), [1, 0, 1, 14]);
  });

  it('leaves it taken in parts, even where the rest is taken at once then', () => {
    const document = new FollowedDocument('return █');
    document.offer('first + second;');
    document.insert('first');
    document.accept(document.offer(' + second;', { source: 'cache' }), ' + second;');
    assert.deepEqual(taken(document.counts), [1, 0, 1, 15]);
  });

  it('is none where the editor closes a bracket, and the rest is still followed', () => {
    const document = new FollowedDocument('const f = █');
    const item = document.offer('() => { go(); };');
    document.insert('(', ')');
    document.change({ offset: document.cursor, replacedLength: 1, text: ')' });
    document.type(' => ');
    document.insert('{', '}');
    document.accept(item, ' go(); };', 1);
    assert.deepEqual(taken(document.counts), [1, 1, 0, 9]);
  });

  it('is none where a line break brings its indentation, or the star of a comment', () => {
    const document = new FollowedDocument('/**█');
    document.offer('\n * Adds.\n */');
    document.insert('\n * ');
    const code = new FollowedDocument('{█}');
    code.offer('\n    go();\n');
    code.insert('\n    ', '\n');
    code.offer('go();\n', { source: 'cache' });
    assert.deepEqual(taken(document.counts), [1, 0, 0, 0]);
    assert.deepEqual(taken(code.counts), [1, 0, 0, 0]);
  });

  it('is none where other text goes, a word takes the place of another, or something is undone', () => {
    const document = new FollowedDocument('return █');
    document.offer('first + second;');
    document.insert('other');
    document.offer('first + second;');
    document.change({ offset: document.cursor - 2, replacedLength: 2, text: 'first' });
    document.offer('first + second;');
    document.change({ offset: document.cursor, replacedLength: 0, text: 'first' }, true);
    assert.deepEqual(taken(document.counts), [2, 0, 0, 0]);
  });

  it('is none where changes are made at several cursors at once', () => {
    const document = new FollowedDocument('return █');
    document.offer('first + second;');
    const change = { replacedLength: 0, text: 'first' };
    document.tracker.changed(
      'untitled:followed',
      [
        { ...change, offset: 0 },
        { ...change, offset: 7 },
      ],
      false,
      document.now,
    );
    assert.deepEqual(taken(document.counts), [1, 0, 0, 0]);
  });
});

describe('what is left of an accepted text', () => {
  const accepted = (picture: string, text: string): FollowedDocument => {
    const document = new FollowedDocument(picture);
    document.accept(document.offer(text), text);
    return document;
  };

  it('is looked up after 30 seconds and after 5 minutes', () => {
    const document = accepted('return █', 'first + second;');
    assert.equal(document.tracker.nextDue, document.now + 30_000);
    document.wait(29_999);
    assert.equal(document.counts.knownAfter30s, 0);
    document.wait(1);
    assert.deepEqual([document.counts.knownAfter30s, document.counts.keptAfter30s], [1, 1]);
    document.change({ offset: 7, replacedLength: 8, text: '' });
    document.wait(270_000);
    const { knownAfter5min, keptAfter5min } = document.counts;
    assert.deepEqual([knownAfter5min, keptAfter5min], [1, 0.5384615384615384]);
    assert.equal(document.tracker.nextDue, undefined);
  });

  it('moves with what is written before it, and does not grow by what is written around it', () => {
    const document = accepted('return █', 'first;');
    document.change({ offset: 0, replacedLength: 0, text: 'if (first) ' });
    document.change({ offset: document.text.length, replacedLength: 0, text: '\nfirst;' });
    document.change({ offset: 18, replacedLength: 6, text: '' });
    document.wait(300_000);
    assert.deepEqual([document.counts.keptAfter30s, document.counts.keptAfter5min], [0, 0]);
  });

  it('is all of it where a formatter writes the line anew', () => {
    const document = accepted('return █', 'first+second;');
    document.change({ offset: 0, replacedLength: 20, text: '  return first + second;' });
    document.wait(30_000);
    assert.equal(document.counts.keptAfter30s, 1);
  });

  it('is nothing after an undo, and all of it when that is undone', () => {
    const document = accepted('return █', 'first;');
    document.change({ offset: 7, replacedLength: 6, text: '' }, true);
    document.wait(30_000);
    document.change({ offset: 7, replacedLength: 0, text: 'first;' }, true);
    document.wait(270_000);
    assert.deepEqual([document.counts.keptAfter30s, document.counts.keptAfter5min], [0, 1]);
  });

  it('is counted once where it is taken, undone and taken again', () => {
    const document = accepted('return █', 'first;');
    document.change({ offset: 7, replacedLength: 6, text: '' }, true);
    document.accept(document.offer('first;', { source: 'cache' }), 'first;');
    document.wait(30_000);
    assert.deepEqual(taken(document.counts), [1, 1, 0, 6]);
    assert.deepEqual([document.counts.knownAfter30s, document.counts.keptAfter30s], [1, 1]);
  });

  it('is not known, rather than lost, when the document was closed before', () => {
    const document = accepted('return █', 'first;');
    document.wait(30_000);
    document.close();
    document.wait(300_000);
    const { knownAfter30s, knownAfter5min, unknownAfter30s, unknownAfter5min } = document.counts;
    assert.deepEqual([knownAfter30s, knownAfter5min, unknownAfter30s, unknownAfter5min], [1, 0, 0, 1]);
  });

  it('is not known where the command came without an edit', () => {
    const document = new FollowedDocument('return █');
    document.tracker.accepted(document.offer('first;'), document.now);
    const { acceptedWhole, unknownAfter30s, unknownAfter5min } = document.counts;
    assert.deepEqual([acceptedWhole, unknownAfter30s, unknownAfter5min], [1, 1, 1]);
  });

  it('is followed no longer once everything is forgotten', () => {
    const document = accepted('return █', 'first;');
    document.tracker.forget();
    document.wait(300_000);
    assert.deepEqual([document.tracker.nextDue, document.counts.knownAfter30s], [undefined, 0]);
  });
});
