import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { send, type AnswerEnd, type Conversation } from '../../../../src/core/chat/conversation.ts';
import { readConversation, writeConversation } from '../../../../src/core/chat/conversationFile.ts';
import {
  ConversationStore,
  type ConversationFiles,
  type HistoryProblem,
} from '../../../../src/core/chat/conversationStore.ts';
import { ConversationFolder } from '../../../../src/workbench/conversationFolder.ts';
import { codeItem, conversationOf } from '../../../support/chatTurns.ts';
import { HandClock, settle } from '../../../support/scriptedEngine.ts';

const three = conversationOf([
  ['What is “a”?', 'A letter.', [codeItem('let a = 1;\n', { focusLine: 0 })]],
  ['And b?', 'Another\none.'],
  ['And 😀?', 'None.'],
]);

describe('a conversation’s file', () => {
  it('reads back what was written', () => {
    assert.deepEqual(readConversation(writeConversation(three)), { kind: 'whole', conversation: three });
  });

  it('loses, torn at any byte, no turn but those that are torn, and says so', () => {
    const bytes = Buffer.from(writeConversation(three));
    const lineEnds = [...bytes.entries()].filter(([, byte]) => byte === 10).map(([index]) => index);
    for (let length = 0; length < bytes.length - 1; length++) {
      const read = readConversation(bytes.subarray(0, length).toString());
      // A line is whole without its line break.
      const lines = lineEnds.filter((end) => end <= length).length;
      if (lines === 0) {
        assert.equal(read.kind, 'unreadable', `${length}`);
      } else {
        assert.ok(read.kind === 'torn', `${length}: ${read.kind}`);
        assert.deepEqual(read.conversation.turns, three.turns.slice(0, lines - 1));
        assert.equal(read.lostTurns, 3 - (lines - 1));
      }
    }
  });

  it('says of an answer that ran when the editor ended that it was interrupted', () => {
    const running = send(three, { id: '4', question: 'More?', context: [] }, 9);
    const read = readConversation(writeConversation(running));
    assert.ok(read.kind === 'whole');
    const answer = read.conversation.turns[3]?.answer;
    assert.deepEqual(answer?.kind === 'interrupted' && answer.reason, 'editorEnded');
  });

  it('keeps how each answer ended', () => {
    const ends: readonly AnswerEnd[] = [
      { kind: 'cut' },
      { kind: 'stopped' },
      { kind: 'repeated' },
      { kind: 'interrupted', reason: 'engineReplaced' },
      { kind: 'failed', message: 'No memory.' },
      { kind: 'failed', message: 'Nothing is staged.', isUnasked: true },
    ];
    for (const end of ends) {
      const conversation = conversationOf([['Why?', 'Because']], end);
      assert.deepEqual(readConversation(writeConversation(conversation)), { kind: 'whole', conversation });
    }
  });

  it('says “stopped” to a version that knows no repetition, and is of the same version', () => {
    const written = writeConversation(conversationOf([['Why?', 'Because']], { kind: 'repeated' }));
    const [header = '', line = ''] = written.split('\n');
    const { version } = JSON.parse(header) as { readonly version: number };
    const { answer } = JSON.parse(line) as { readonly answer: { readonly kind: string } };
    assert.deepEqual([version, answer.kind], [1, 'stopped']);
  });

  it('does not touch what a newer version wrote', () => {
    const newer = writeConversation(three).replace('"version":1', '"version":2');
    assert.deepEqual(readConversation(newer), { kind: 'newer' });
  });
});

/** Files in memory, whose writes the test can hold back. */
class MemoryFiles implements ConversationFiles {
  readonly files = new Map<string, string>();
  readonly aside: string[] = [];
  readonly writes: string[] = [];
  hold: Promise<void> = Promise.resolve();
  failure: Error | undefined;

  list = (): Promise<readonly string[]> => Promise.resolve([...this.files.keys()]);
  read = (name: string): Promise<string | undefined> => Promise.resolve(this.files.get(name));
  write = async (name: string, text: string): Promise<void> => {
    this.writes.push(text);
    await this.hold;
    if (this.failure !== undefined) {
      throw this.failure;
    }
    this.files.set(name, text);
  };
  delete = (name: string): Promise<void> => {
    this.files.delete(name);
    return Promise.resolve();
  };
  setAside = (name: string): Promise<void> => {
    this.aside.push(name);
    return this.delete(name);
  };
}

describe('ConversationStore', () => {
  let files: MemoryFiles;
  let clock: HandClock;
  let problems: HistoryProblem[];
  let failures: unknown[];
  let store: ConversationStore;
  beforeEach(() => {
    files = new MemoryFiles();
    clock = new HandClock();
    problems = [];
    failures = [];
    store = new ConversationStore(
      files,
      clock,
      (problem) => void problems.push(problem),
      (error) => void failures.push(error),
    );
  });
  const other: Conversation = { ...conversationOf([['Rust?', 'Ownership.']]), id: 'c2', updatedAt: 9000 };

  it('lists the newest first, searches titles, questions and answers, and deletes', async () => {
    await store.save(three);
    await store.save(other);
    assert.deepEqual(
      (await store.list()).map(({ id, turns }) => [id, turns]),
      [
        ['c2', 1],
        ['c1', 3],
      ],
    );
    assert.deepEqual(
      (await store.search('ANOTHER')).map(({ id, excerpt }) => [id, excerpt]),
      [['c1', 'Another one.']],
    );
    await store.delete('c1');
    assert.deepEqual([await store.load('c1'), await store.load('c2')], [undefined, other]);
  });

  it('writes a growing answer every two seconds, and its end at once', async () => {
    store.saveSoon(three);
    store.saveSoon({ ...three, title: 'newest' });
    assert.equal(files.writes.length, 0);
    await clock.advance(2000);
    assert.equal(files.writes.length, 1);
    store.saveSoon(three);
    await store.save({ ...three, title: 'ended' });
    await clock.advance(2000);
    assert.deepEqual([files.writes.length, (await store.load('c1'))?.title], [2, 'ended']);
  });

  it('never lets an older state overtake a newer one', async () => {
    let release = (): void => undefined;
    files.hold = new Promise((resolve) => {
      release = resolve;
    });
    const saves = ['one', 'two', 'three'].map((title) => store.save({ ...three, title }));
    await settle();
    release();
    await Promise.all(saves);
    assert.deepEqual([files.writes.length, (await store.load('c1'))?.title], [2, 'three']);
  });

  it('keeps what could not be written, says so, and writes it with the next attempt', async () => {
    files.failure = new Error('disk full');
    await store.save(three);
    assert.equal(failures.length, 1);
    assert.deepEqual(await store.load('c1'), three);
    files.failure = undefined;
    await store.flush();
    assert.deepEqual([...files.files.keys()], ['c1.jsonl']);
  });

  it('does not bring back a deleted conversation whose answer still runs', async () => {
    await store.save(three);
    store.saveSoon(three);
    await store.delete('c1');
    await store.save(three);
    await clock.advance(2000);
    assert.equal(files.files.size, 0);
  });

  it('lists what is left of a torn file, keeps the file, and says so once', async () => {
    files.files.set('c1.jsonl', writeConversation(three).slice(0, -20));
    assert.deepEqual(
      (await store.list()).map(({ turns }) => turns),
      [2],
    );
    await store.list();
    assert.deepEqual(problems, [{ kind: 'torn', file: 'c1.jsonl', title: three.title, lostTurns: 1 }]);
    assert.deepEqual(files.aside, ['c1.jsonl']);
  });

  it('reads a file once for all lists, and again only what has changed', async () => {
    await store.save(three);
    files.files.set('c2.jsonl', writeConversation(other));
    const read: string[] = [];
    const { read: readFromDisk } = files;
    files.read = (name) => {
      read.push(name);
      return readFromDisk(name);
    };
    await store.list();
    await store.save({ ...three, title: 'Renamed', isNamed: true });
    const titles = (await store.list()).map(({ title }) => title);
    assert.deepEqual([read, titles], [['c2.jsonl'], ['Rust?', 'Renamed']]);
  });

  it('forgets all of them, and writes none again that was open, on its way or still answered', async () => {
    await store.save(three);
    store.saveSoon(other);
    await store.forgetAll(['c1', 'c3']);
    files.files.clear();
    await store.save(three);
    store.saveSoon({ ...three, id: 'c3' });
    await store.flush();
    assert.deepEqual(await store.list(), []);
    assert.equal(files.files.size, 0);
  });

  it('keeps what comes of a conversation whose file could not be deleted', async () => {
    await store.save(three);
    await store.forgetAll(['c1']);
    assert.deepEqual(await store.load('c1'), three);
    await store.save({ ...three, title: 'Goes on' });
    assert.deepEqual(
      (await store.list()).map(({ title }) => title),
      ['Goes on'],
    );
  });

  it('misses no conversation that is written while others are read', async () => {
    files.files.set('c2.jsonl', writeConversation(other));
    let read = (): void => undefined;
    const reading = new Promise<void>((resolve) => {
      read = resolve;
    });
    files.read = async (name) => {
      await reading;
      return files.files.get(name);
    };
    store.saveSoon(three);
    const listed = store.list();
    await settle();
    await store.flush();
    read();
    assert.deepEqual(
      (await listed).map(({ id }) => id),
      ['c2', 'c1'],
    );
  });

  it('sets an unreadable file aside and leaves a newer version’s where it is', async () => {
    files.files.set('a.jsonl', '\u0000\u0001');
    files.files.set('b.jsonl', '{"version":2}\n');
    assert.deepEqual(await store.list(), []);
    assert.deepEqual(await store.list(), [], 'and says so once');
    assert.deepEqual(problems.map(({ kind }) => kind).sort(), ['newer', 'unreadable']);
    assert.deepEqual([...files.files.keys()], ['b.jsonl']);
  });
});

describe('ConversationFolder', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'openelm-chat-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('is empty before its first file, and lists neither what was set aside nor what a kill has left', async () => {
    const folder = new ConversationFolder(path.join(root, 'chats'));
    assert.deepEqual(await folder.list(), []);
    await folder.write('a.jsonl', 'one');
    await folder.write('a.jsonl', 'two');
    await folder.write('b.jsonl', 'b');
    await folder.setAside('b.jsonl');
    await writeFile(path.join(root, 'chats', 'c.jsonl.1.tmp'), 'half');
    assert.deepEqual(await folder.list(), ['a.jsonl']);
    assert.deepEqual([await folder.read('a.jsonl'), await folder.read('b.jsonl')], ['two', undefined]);
  });

  it('leaves the old file and nothing else when a write fails', async () => {
    const folder = new ConversationFolder(root);
    await folder.write('a.jsonl', 'old');
    await assert.rejects(folder.write('missing/a.jsonl', 'new'));
    assert.deepEqual(await readdir(root), ['a.jsonl']);
    assert.equal(await readFile(path.join(root, 'a.jsonl'), 'utf8'), 'old');
  });
});
