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
  /** Behind the cursor. */
  closers = '';
  shown = '';

  constructor(readonly text: string) {}

  /** With its indentation a line break is one key. */
  keys(): readonly string[] {
    return this.text.match(/\n[ ]*|[^\n]/gu) ?? [];
  }

  press(key: string): void {
    this.typed += key;
    this.shown = this.shown.startsWith(key) ? this.shown.slice(key.length) : '';
    if (this.closers.startsWith(key)) {
      this.closers = this.closers.slice(key.length);
    } else {
      const closer = { '(': ')', '[': ']' }[key] ?? '';
      this.closers = key.startsWith('\n') ? '' : closer + this.closers;
    }
  }

  /** What is to be seen of a text that may bring closers which are there. */
  visible(text: string): string {
    for (let length = this.closers.length; length > 0; length--) {
      const closers = this.closers.slice(0, length);
      if (text.endsWith(closers)) return text.slice(0, -length);
    }
    return text;
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
  const typist = new Typist(one(random, TEXTS));
  const after = one(random, AFTER);
  const threshold = one(random, [0.3, 0.6]);
  const completions = new CompletionService(modelFor(typist, random, clock), clock);
  const changes: string[] = [];
  let answers = 0;
  let request = new AbortController();
  for (const key of typist.keys()) {
    typist.press(key);
    request.abort();
    request = new AbortController();
    const { signal } = request;
    const query = typedAt(at(`${typist.typed}█${typist.closers}${after}`), { threshold, debounceMs: 20 });
    void completions.complete(query, signal).then((outcome) => {
      if (signal.aborted) return;
      const now = outcome.kind === 'suggestion' ? outcome.text : '';
      if (typist.visible(typist.shown) !== '') {
        answers++;
        if (typist.visible(now) !== typist.visible(typist.shown)) {
          const why = outcome.kind === 'none' ? ` (${outcome.reason})` : '';
          changes.push(`${typist.typed.slice(-12)}█ ${typist.shown} → ${now}${why}`);
        }
      }
      typist.shown = now;
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
});
