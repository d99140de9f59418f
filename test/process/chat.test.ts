import assert from 'node:assert/strict';
import { copyFileSync, rmSync } from 'node:fs';
import { ChatSession } from '../../src/core/chat/chatSession.ts';
import { newConversation, type Answer } from '../../src/core/chat/conversation.ts';
import { questionAndAnswer } from '../../src/core/chat/formats/questionAndAnswer.ts';
import { previewPrompt } from '../../src/core/chat/promptPreview.ts';
import { SupervisedChatEngine } from '../../src/engine/supervisedChatEngine.ts';
import { BUILT_IN_MODEL } from '../../tools/support/headlessEngine.ts';
import { codeItem } from '../support/chatTurns.ts';
import { generate, processId, testEngine, type TestEngine } from '../support/engines.ts';
import { talker } from '../support/talker.ts';
import { temporaryFiles } from '../support/temporaryFiles.ts';

const QUESTION = 'What does this function return?';
const TEXT = 'export function readAll(path: string): string {\n  return fs.readFileSync(path, "utf8");\n}\n';
/** How an answer ends that was not interrupted; a small model also ends by saying the same again and again. */
const WRITTEN: ReadonlySet<string> = new Set<Answer['kind']>(['done', 'cut', 'repeated']);

describe('a chat on the real engine', () => {
  const files = temporaryFiles();
  let engine: TestEngine;
  beforeEach(() => {
    engine = testEngine();
  });
  afterEach(() => engine.supervisor.dispose());

  const chat = (id: string, onText: (answer: Answer) => void = () => undefined): ChatSession =>
    new ChatSession(newConversation(id, 1), {
      engine: talker(new SupervisedChatEngine(engine.supervisor, (error) => error.message)),
      now: () => 2,
      choices: () => ({ userPrompts: [] }),
      describeTooLong: () => 'too long',
      describeTooSmall: (model: string) => `${model} is too small`,
      onChange: ({ turns }, what) => {
        const answer = turns.at(-1)?.answer;
        if (what === 'text' && answer !== undefined) {
          onText(answer);
        }
      },
    });
  const ask = async (session: ChatSession): Promise<Answer> => {
    await session.send({
      id: '1',
      question: QUESTION,
      context: [{ kind: 'selection', label: 'a.ts', languageId: 'typescript', text: TEXT }],
    });
    const answer = session.conversation.turns[0]?.answer;
    assert.ok(answer !== undefined);
    return answer;
  };

  it('counts tokens as the engine reads them', async () => {
    const [nothing, one, many = 0] = await engine.supervisor.countTokens(['', 'a', TEXT]);
    assert.deepEqual([nothing, one], [0, 1]);
    assert.ok(many > 10 && many < TEXT.length, `${many}`);
    const { promptTokens } = await generate(engine, { text: TEXT });
    assert.equal(promptTokens, many);
  });

  it('cuts a text into the tokens it counts, whose pieces are the text again', async () => {
    const [counted] = await engine.supervisor.countTokens([TEXT]);
    const pieces = await engine.supervisor.textPieces(TEXT);
    assert.equal(pieces.length, counted);
    assert.equal(pieces.map(({ text }) => text).join(''), TEXT);
    assert.deepEqual(await engine.supervisor.textPieces(''), []);
  });

  it('knows before a question is sent how many tokens it has', async () => {
    const session = chat('counted');
    const turn = { question: QUESTION, context: [codeItem(TEXT)] };
    const preview = await previewPrompt(
      { format: questionAndAnswer, earlier: [], turn, userPrompts: [], budgetTokens: 400 },
      (texts) => engine.supervisor.countTokens(texts),
    );
    await session.send({ id: '1', ...turn });
    assert.deepEqual(preview.cuts, []);
    assert.equal(preview.wantedTokens, session.conversation.turns[0]?.answer.promptTokens);
  });

  it('writes the same with completions in between as alone, nothing lost or doubled', async () => {
    const alone = await ask(chat('alone'));
    assert.ok(alone.text.length > 20, JSON.stringify(alone));
    const completions: Promise<unknown>[] = [];
    let answered = 0;
    let whileWriting = 0;
    const busy = await ask(
      chat('busy', () => {
        if (completions.length < 12) {
          const group = `file:///${completions.length}.ts`;
          completions.push(
            generate(engine, { group, text: `const a${completions.length} = ` }).then(() => answered++),
          );
        }
        whileWriting = answered;
      }),
    );
    await Promise.all(completions);
    assert.ok(whileWriting >= 5, `${whileWriting} completions were answered before the chat had ended`);
    assert.equal(busy.text, alone.text);
    assert.deepEqual([busy.kind, busy.tokens], [alone.kind, alone.tokens]);
  });

  it('keeps the text of an answer whose engine is killed, and answers anew when asked again', async () => {
    const pid = await processId(engine);
    let shown = '';
    let isFirst = true;
    const session = chat('killed', ({ text }) => {
      if (isFirst && shown.length <= 5 && text.length > 5) {
        process.kill(pid, 'SIGKILL');
      }
      shown = isFirst ? text : shown;
    });
    const killed = await ask(session);
    isFirst = false;
    assert.ok(killed.kind === 'interrupted' && killed.reason === 'engineEnded', JSON.stringify(killed));
    assert.ok(shown.length > 5);
    assert.equal(killed.text, shown);
    await session.regenerate('1');
    const again = session.conversation.turns[0]?.answer;
    assert.ok(again !== undefined && WRITTEN.has(again.kind), JSON.stringify(again));
    assert.ok(again.text.startsWith(shown), JSON.stringify([shown, again.text]));
  });

  it('stops at once, and says of an answer whose model was changed that it was', async () => {
    let stop = (): void => undefined;
    const stopped = chat('stopped', () => {
      stop();
    });
    stop = () => {
      stopped.stop();
    };
    assert.equal((await ask(stopped)).kind, 'stopped');
    const changed = await ask(
      chat('changed', () => {
        void engine.supervisor.restForSettings();
      }),
    );
    assert.ok(changed.kind === 'interrupted' && changed.reason === 'engineReplaced', JSON.stringify(changed));
  });

  it('answers to the end when its model’s file is deleted, and says what is missing when it is needed again', async () => {
    const file = files.path('deleted.gguf');
    copyFileSync(BUILT_IN_MODEL, file);
    await engine.supervisor.dispose();
    engine = testEngine({ config: { modelPath: file } });
    const answer = await ask(
      chat('deleted', () => {
        rmSync(file, { force: true });
      }),
    );
    assert.ok(WRITTEN.has(answer.kind), JSON.stringify(answer));
    await engine.supervisor.rest('idle');
    const again = await ask(chat('missing'));
    assert.ok(again.kind === 'failed' && again.message.includes('deleted.gguf'), JSON.stringify(again));
  });

  it('makes repetitions less likely where the format asks for it', async () => {
    const write = async (repetitionPenalty: number): Promise<string> => {
      const { text } = await engine.supervisor.generate(
        {
          purpose: 'chat',
          group: 'g',
          prompt: { kind: 'pieces', pieces: [{ text: 'aaa bbb '.repeat(12) }] },
          maxTokens: 48,
          repetitionPenalty,
        },
        new AbortController().signal,
        () => undefined,
      );
      return text;
    };
    const words = (text: string): number => new Set(text.split(/\s+/u)).size;
    const [free, punished] = [await write(1), await write(2)];
    assert.ok(words(punished) > words(free), JSON.stringify([free, punished]));
  });
});
