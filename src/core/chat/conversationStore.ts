import { type Clock } from '../completion/clock.ts';
import { type Conversation } from './conversation.ts';
import { readConversation, writeConversation, type ReadConversation } from './conversationFile.ts';

/** The files behind a store, one a conversation: a folder on the disk, or a map in tests. */
export interface ConversationFiles {
  list(): Promise<readonly string[]>;
  /** Undefined for a file that is not there. */
  read(name: string): Promise<string | undefined>;
  /** Whole or not at all, whatever ends the process or the machine. */
  write(name: string, text: string): Promise<void>;
  delete(name: string): Promise<void>;
  /** Renames a file so that it is not listed any more, and is kept. */
  setAside(name: string): Promise<void>;
}

/** A line of the history list. */
export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly turns: number;
}

/** A file that is not as it should be. What could be read of a torn one is listed; the rest was set aside. */
export type HistoryProblem =
  | { readonly kind: 'torn'; readonly file: string; readonly title: string; readonly lostTurns: number }
  | { readonly kind: 'newer' | 'unreadable'; readonly file: string };

const SUFFIX = '.jsonl';
/** While an answer grows: what a kill of the editor can cost of it. */
const SAVE_INTERVAL_MS = 2000;
const MATCH_CHARACTERS = 80;

/** A place where a searched text stands. */
export interface ConversationMatch extends ConversationSummary {
  /** The text around the first match; empty where the title has it. */
  readonly excerpt: string;
}

/** Conversations on disk, one file each. Writes of one conversation never overtake each other. */
export class ConversationStore {
  /** Newest state that is not on disk yet, by id. */
  readonly #unsaved = new Map<string, Conversation>();
  /** Settles when what is being written of a conversation is written. */
  readonly #writing = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, AbortController>();
  readonly #deleted = new Set<string>();
  /** By file: the list is wanted after every answer, and reading all conversations for it would be felt. */
  readonly #summaries = new Map<string, ConversationSummary>();
  readonly #reported = new Set<string>();

  constructor(
    private readonly files: ConversationFiles,
    private readonly clock: Clock,
    private readonly onProblem: (problem: HistoryProblem) => void,
    /** A write that failed: the disk is full, or the folder is not writable. */
    private readonly onWriteFailed: (error: unknown) => void,
  ) {}

  /** All conversations, the newest first; those that another window changes meanwhile as they were read. */
  async list(): Promise<readonly ConversationSummary[]> {
    const { names, unsaved } = await this.#here();
    const onDisk = await Promise.all(names.map((name) => this.#summaryOf(name)));
    const all = [...unsaved.map(summaryOf), ...onDisk];
    return all.filter((summary) => summary !== undefined).sort(newestFirst);
  }

  /** Conversations that contain the text in their title, a question or an answer, the newest first. */
  async search(text: string): Promise<readonly ConversationMatch[]> {
    const wanted = text.trim().toLowerCase();
    const found = (await this.#all()).map((conversation) => ({
      ...summaryOf(conversation),
      excerpt: excerptOf(conversation, wanted),
    }));
    return found.filter((match): match is ConversationMatch => match.excerpt !== undefined);
  }

  async load(id: string): Promise<Conversation | undefined> {
    const conversation = this.#unsaved.get(id) ?? (await this.#read(fileOf(id)));
    if (conversation !== undefined) {
      // Its file could not be deleted: what comes of it is kept like before.
      this.#deleted.delete(id);
    }
    return conversation;
  }

  /** Writes a conversation; settles when it is on disk, or the failure was reported. */
  async save(conversation: Conversation): Promise<void> {
    const { id } = conversation;
    if (this.#deleted.has(id)) {
      return; // its answer was still running
    }
    this.#waiting.get(id)?.abort();
    this.#unsaved.set(id, conversation);
    await this.#write(id);
  }

  /** Writes a conversation within two seconds: for the text of a running answer. */
  saveSoon(conversation: Conversation): void {
    const { id } = conversation;
    if (this.#deleted.has(id)) {
      return;
    }
    this.#unsaved.set(id, conversation);
    if (!this.#waiting.has(id)) {
      const wait = new AbortController();
      this.#waiting.set(id, wait);
      void this.clock.delay(SAVE_INTERVAL_MS, wait.signal).then(async () => {
        this.#waiting.delete(id);
        const newest = this.#unsaved.get(id);
        if (!wait.signal.aborted && newest !== undefined) {
          await this.save(newest);
        }
      });
    }
  }

  /** Writes everything that is not on disk yet: before the editor ends. */
  async flush(): Promise<void> {
    await Promise.all([...this.#unsaved.values()].map((conversation) => this.save(conversation)));
  }

  async delete(id: string): Promise<void> {
    this.#deleted.add(id);
    this.#waiting.get(id)?.abort();
    this.#unsaved.delete(id);
    await this.#writing.get(id);
    this.#summaries.delete(fileOf(id));
    await this.files.delete(fileOf(id));
  }

  /**
   * Forgets all conversations and writes none of them again, those with these ids neither. Settles when nothing is being
   * written any more: the files are then the caller's to delete.
   */
  async forgetAll(ids: readonly string[]): Promise<void> {
    for (const id of [...ids, ...this.#unsaved.keys(), ...this.#writing.keys()]) {
      this.#deleted.add(id);
      this.#waiting.get(id)?.abort();
      this.#unsaved.delete(id);
    }
    await Promise.all(this.#writing.values());
    this.#summaries.clear();
    this.#reported.clear();
  }

  /** One write of a conversation at a time; what comes in between is part of the next. */
  #write(id: string): Promise<void> {
    const running = this.#writing.get(id);
    if (running !== undefined) {
      return running;
    }
    const writing = this.#writeNewest(id).finally(() => {
      this.#writing.delete(id);
    });
    this.#writing.set(id, writing);
    return writing;
  }

  async #writeNewest(id: string): Promise<void> {
    let written: Conversation | undefined;
    for (let next = this.#unsaved.get(id); next !== undefined && next !== written;) {
      written = next;
      try {
        await this.files.write(fileOf(id), writeConversation(next));
        this.#summaries.set(fileOf(id), summaryOf(next));
        if (this.#unsaved.get(id) === next) {
          this.#unsaved.delete(id);
        }
      } catch (error) {
        // It stays among what is not saved, for the next attempt.
        this.onWriteFailed(error);
      }
      next = this.#unsaved.get(id);
    }
  }

  async #all(): Promise<readonly Conversation[]> {
    const { names, unsaved } = await this.#here();
    const onDisk = await Promise.all(names.map((name) => this.#read(name)));
    const all = [...unsaved, ...onDisk];
    return all.filter((conversation) => conversation !== undefined).sort(newestFirst);
  }

  /** Where each conversation is at this moment: what is written while others are read is in neither list, else. */
  async #here(): Promise<{
    readonly names: readonly string[];
    readonly unsaved: readonly Conversation[];
  }> {
    const names = (await this.files.list()).filter((name) => name.endsWith(SUFFIX));
    return {
      names: names.filter((name) => !this.#unsaved.has(idOf(name))),
      unsaved: [...this.#unsaved.values()],
    };
  }

  async #summaryOf(name: string): Promise<ConversationSummary | undefined> {
    const known = this.#summaries.get(name);
    if (known !== undefined) {
      return known;
    }
    const conversation = await this.#read(name);
    const summary = conversation && summaryOf(conversation);
    if (summary !== undefined) {
      this.#summaries.set(name, summary);
    }
    return summary;
  }

  async #read(name: string): Promise<Conversation | undefined> {
    const text = await this.files.read(name);
    return text === undefined ? undefined : this.#accept(name, readConversation(text));
  }

  /** A file that stays where it is, is met again with every list. */
  #reportOnce(problem: HistoryProblem): void {
    if (!this.#reported.has(problem.file)) {
      this.#reported.add(problem.file);
      this.onProblem(problem);
    }
  }

  async #accept(name: string, read: ReadConversation): Promise<Conversation | undefined> {
    switch (read.kind) {
      case 'whole':
        return read.conversation;
      case 'torn': {
        const { conversation, lostTurns } = read;
        await this.files.setAside(name);
        await this.files.write(name, writeConversation(conversation)).catch(this.onWriteFailed);
        this.onProblem({ kind: 'torn', file: name, title: conversation.title, lostTurns });
        return conversation;
      }
      case 'newer':
        // Left as it is, for the version that wrote it.
        this.#reportOnce({ kind: 'newer', file: name });
        return undefined;
      case 'unreadable':
        await this.files.setAside(name);
        this.onProblem({ kind: 'unreadable', file: name });
        return undefined;
    }
  }
}

function newestFirst(a: { readonly updatedAt: number }, b: { readonly updatedAt: number }): number {
  return b.updatedAt - a.updatedAt;
}

function fileOf(id: string): string {
  return `${encodeURIComponent(id)}${SUFFIX}`;
}

function idOf(name: string): string {
  return decodeURIComponent(name.slice(0, -SUFFIX.length));
}

function summaryOf({ id, title, createdAt, updatedAt, turns }: Conversation): ConversationSummary {
  return { id, title, createdAt, updatedAt, turns: turns.length };
}

function excerptOf({ title, turns }: Conversation, wanted: string): string | undefined {
  if (title.toLowerCase().includes(wanted)) {
    return '';
  }
  for (const text of turns.flatMap(({ question, answer }) => [question, answer.text])) {
    const at = text.toLowerCase().indexOf(wanted);
    if (at !== -1) {
      const start = Math.max(0, at - MATCH_CHARACTERS / 2);
      return text
        .slice(start, start + MATCH_CHARACTERS)
        .replace(/\s+/gu, ' ')
        .trim();
    }
  }
  return undefined;
}
