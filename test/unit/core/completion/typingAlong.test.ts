import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import {
  type CompletionEngine,
  type GenerationCost,
} from '../../../../src/core/completion/completionEngine.ts';
import { CompletionService } from '../../../../src/core/completion/completionService.ts';
import { seededRandom } from '../../../../src/core/replay/seededRandom.ts';
import { typedAt } from '../../../support/completionQuery.ts';
import { at, lines } from '../../../support/cursor.ts';
import { COST, HandClock, ScriptedEngine } from '../../../support/scriptedEngine.ts';

const TEXTS = [
  'const total = items.map((item) => item.weight).filter(isLight).reduce(sum, 0);',
  lines(
    'for (const item of items) {',
    '  if (item.weight > limit) {',
    '    total += sum(item.weight, item.rest);',
    '    log(`a ${item} b`, "it\'s");',
    '  } else {',
    '    rest.push(item);',
    '  }',
    '}',
  ),
  lines('function first(a, b) {', '  const c = a[b] + { d: [a, b] };', '  return c.map((x) => x * 2);', '}'),
];
const AFTER = ['', '\n}\n', '\n  return 0;\n}\n'];
const SECONDS_APART = [0.04, 0.09, 0.2, 1.5];

type Random = () => number;
const one = <T>(random: Random, choices: readonly T[]): T =>
  choices[Math.floor(random() * choices.length)] ?? assert.fail();

/** A person who types a text, with an editor that closes brackets and shortens what is shown as it is typed. */
class Typist {
  typed = '';
  /** Behind the cursor: what the editor has closed, on the cursor's line and on lines of their own. */
  closers = '';
  shown = '';
  /** Whether the last key has moved closers below: what is shown of them then is the document's. */
  hasMovedClosers = false;

  constructor(
    readonly text: string,
    readonly after: string,
  ) {}

  /** With its indentation a line break is one key, and so is a line of closers that are there by now. */
  keys(): readonly string[] {
    return this.text.match(/\n[ ]*[}\]]?|[^\n]/gu) ?? [];
  }

  press(key: string): void {
    this.typed += key;
    this.shown = this.shown.startsWith(key) ? this.shown.slice(key.length) : '';
    this.hasMovedClosers = false;
    if (this.closers.startsWith(key)) {
      this.closers = this.closers.slice(key.length);
    } else if (key.startsWith('\n')) {
      this.hasMovedClosers = /^[)\]}]/u.test(this.closers);
      this.closers = this.hasMovedClosers ? `${key.slice(0, -2)}${this.closers}` : this.closers;
    } else {
      this.closers = ({ '(': ')', '[': ']', '{': '}' }[key] ?? '') + this.closers;
    }
  }

  /** What is to be seen of a text that may bring what stands behind the cursor. */
  visible(text: string): string {
    const behind = this.closers + this.after;
    const start = Array.from(text).findIndex((_, index) => behind.startsWith(text.slice(index)));
    return (start === -1 ? text : text.slice(0, start)).trimEnd();
  }
}

/** Goes on with the text, or at some point with another, more or less sure of each piece and sooner or later. */
function modelFor(typist: Typist, random: Random, clock: HandClock): CompletionEngine {
  let current = new AbortController();
  return {
    profile: () => new ScriptedEngine().profile(),
    generate: async (_request, signal, onText): Promise<GenerationCost> => {
      current.abort();
      current = new AbortController();
      const ended = AbortSignal.any([signal, current.signal]);
      setMaxListeners(0, ended); // each wait of the clock adds one
      const rest = typist.text.slice(typist.typed.length);
      const text = random() < 0.75 ? rest : `${rest.slice(0, random() * 12)}other((x), [y]); z();`;
      await clock.delay(10 + random() * 300, ended);
      for (const piece of text.match(/\w{1,3}|\W/gu) ?? []) {
        if (ended.aborted) break;
        onText({
          text: piece,
          tokens: 1,
          logProbability: Math.log(one(random, [0.99, 0.97, 0.9, 0.7, 0.5])),
        });
        await clock.delay(5 + random() * 30, ended);
      }
      return ended.aborted ? { ...COST, isAborted: true } : COST;
    },
  };
}

/** How often there was still something to see when a key was answered, and what was taken back or changed then. */
async function typeAlong(seed: number): Promise<{ answers: number; changes: readonly string[] }> {
  const random = seededRandom(seed);
  const clock = new HandClock();
  const typist = new Typist(one(random, TEXTS), one(random, AFTER));
  // From here on no place asks for less: what the model was not sure enough of before is asked for anew there.
  const threshold = one(random, [0.3, 0.5]);
  const completions = new CompletionService(modelFor(typist, random, clock), clock);
  const changes: string[] = [];
  let answers = 0;
  let request = new AbortController();
  for (const key of typist.keys()) {
    typist.press(key);
    request.abort();
    // An editor asks once for keys that come together.
    if (random() < 0.1) continue;
    request = new AbortController();
    const { signal } = request;
    const document = at(`${typist.typed}█${typist.closers}${typist.after}`);
    void completions.complete(typedAt(document, { threshold, debounceMs: 20 }), signal).then((outcome) => {
      if (signal.aborted) return;
      const text = outcome.kind === 'suggestion' ? outcome.text : '';
      const [shown, now] = [typist.visible(typist.shown), typist.visible(text)];
      answers += shown === '' ? 0 : 1;
      if (shown !== '' && now !== shown && !(typist.hasMovedClosers && now !== '' && shown.startsWith(now))) {
        const why = outcome.kind === 'none' ? ` (${outcome.reason})` : '';
        changes.push(`${typist.typed.slice(-20)}█${typist.closers}: ${shown} → ${now}${why}`);
      }
      typist.shown = text;
    });
    await clock.advance(0);
    for (let left = one(random, SECONDS_APART) * 1000; left > 0; left -= 10) {
      await clock.advance(10);
    }
  }
  return { answers, changes };
}

describe('Typing along', () => {
  it('leaves what is shown as it is, only shorter with every key', async () => {
    let answers = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const typed = await typeAlong(seed);
      assert.deepEqual(typed.changes, [], `seed ${seed}`);
      answers += typed.answers;
    }
    assert.ok(answers > 500, `${answers} answers`);
  });

  /** What is shown for one state of the document after the other, and how often the model was asked for that. */
  async function shownAt(
    answer: string,
    ...drawings: readonly string[]
  ): Promise<readonly [string[], number]> {
    const engine = new ScriptedEngine(answer);
    const completions = new CompletionService(engine, new HandClock());
    const shown: string[] = [];
    for (const drawing of drawings) {
      const outcome = await completions.complete(typedAt(at(drawing)), new AbortController().signal);
      shown.push(outcome.kind === 'suggestion' ? outcome.text : `✗ ${outcome.reason}`);
    }
    return [shown, engine.generations.length];
  }

  it('goes on where a line is broken between two brackets', async () => {
    const [shown, asked] = await shownAt('\n  a();\n  b();\n}', 'f(() => {█})\n', 'f(() => {\n  █\n})\n');
    assert.deepEqual(shown, ['\n  a();\n  b();\n}', 'a();\n  b();']);
    assert.equal(asked, 1);
  });

  it('goes on where one bracket was typed over and another is closed', async () => {
    const [shown, asked] = await shownAt('a) => { go(a); });', 'f((█))\n', 'f((a) => {█})\n');
    assert.deepEqual([shown, asked], [['a) => { go(a); });', ' go(a); });'], 1]);
  });

  it('brings no closers that the editor has moved below meanwhile', async () => {
    const answer = '\n  f(() => {\n    a();\n  });\n  b();';
    const [shown] = await shownAt(
      answer,
      'function g() {█\n}\n',
      'function g() {\n  f(() => █)\n}\n',
      'function g() {\n  f(() => {\n    █\n  })\n}\n',
    );
    assert.deepEqual(shown, [answer, '{\n    a();\n  });\n  b();', 'a();']);
  });

  it('has nothing to go on with behind a statement where nothing was shown', async () => {
    const before = 'function g() {\n  first(x);\n  second(y);\n  ';
    const answer = 'first(x);\n  second(y);';
    const [shown, asked] = await shownAt(answer, `${before}█\n}\n`, `${before}first(x);█\n}\n`);
    assert.deepEqual(shown, ['✗ repeatsPrecedingLine', '✗ statementEnded']);
    assert.equal(asked, 1);
  });
});
