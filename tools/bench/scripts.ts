/** A document, and what is typed at its end; `█` follows each key after which a suggestion is due. */
export interface TypingScript {
  readonly file: string;
  readonly context: string;
  readonly typed: string;
}

const TYPESCRIPT: TypingScript = {
  file: 'src/inventory.ts',
  context: `import * as fs from 'node:fs';

export interface Item {
  id: string;
  name: string;
  price: number;
  tags: string[];
}

export function readItems(path: string): Item[] {
  return JSON.parse(fs.readFileSync(path, 'utf8')) as Item[];
}

export function writeItems(path: string, items: Item[]): void {
  fs.writeFileSync(path, JSON.stringify(items));
}

`,
  typed: `export function findItem(█items: Item[], id: █string): █Item | undefined {
  return █items.find((item) => █item.id === █id);
}

export function totalPrice(█items: Item[]): █number {
  let total = █0;
  for (const item of █items) {
    total += █item.price;
  }
  return █total;
}

export function sortByName(█items: Item[]): █Item[] {
  const copy = █[...items];
  copy.sort((a, b) => █a.name.localeCompare(█b.name));
  return █copy;
}

export function hasTag(█item: Item, tag: █string): █boolean {
  return █item.tags.includes(█tag);
}

export function renameItem(█item: Item, name: █string): █Item {
  if (█name === █'') {
    throw new █Error('empty name');
  }
  return █{ ...item, name };
}
`,
};

const PYTHON: TypingScript = {
  file: 'src/inventory.py',
  context: `import json
import os


def read_items(path):
    with open(path) as file:
        return json.load(file)


def write_items(path, items):
    with open(path, "w") as file:
        json.dump(items, file)


`,
  typed: `def find_item(█items, item_id):
    for item in █items:
        if item["id"] == █item_id:
            return █item
    return █None


def total_price(█items):
    total = █0
    for item in █items:
        total += █item["price"]
    return █total


def names(█items):
    result = █[]
    for item in █items:
        result.append(█item["name"])
    return █result


class Inventory:
    def __init__(█self, path):
        self.path = █path
        self.items = █read_items(█path)

    def save(█self):
        write_items(█self.path, █self.items)

    def add(█self, item):
        if item in █self.items:
            raise █ValueError("twice")
        self.items.append(█item)
`,
};

const TYPESCRIPT_CLASS: TypingScript = {
  file: 'src/scheduler.ts',
  context: `import { EventEmitter } from 'node:events';

export interface Job {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<void>;
}

`,
  typed: `export class Scheduler extends █EventEmitter {
  private readonly jobs = new Map<█string, NodeJS.Timeout>();
  private stopped = █false;

  add(job: █Job): void {
    if (this.█stopped || this.jobs.has(█job.name)) {
      return;
    }
    const timer = setInterval(() => █void this.execute(job), █job.everyMs);
    this.jobs.set(█job.name, timer);
    this.emit(█'added', job);
  }

  remove(name: █string): boolean {
    clearInterval(this.jobs.█get(name));
    return this.jobs.█delete(name);
  }

  async execute(job: █Job): Promise<█void> {
    const startedAt = █performance.now();
    try {
      await █job.run();
    } catch (█error) {
      this.emit('error', █error);
    } finally {
      const elapsed = █performance.now() - startedAt;
      console.█log(job.name, elapsed.█toFixed(1));
    }
  }

  stop(): █void {
    this.stopped = █true;
    for (const timer of █this.jobs.values()) {
      clearInterval(█timer);
    }
    this.jobs.█clear();
  }
}
`,
};

const PYTHON_TEXT: TypingScript = {
  file: 'src/wordcount.py',
  context: `import re
import sys
from collections import Counter

WORD = re.compile(r"[a-z]+")


`,
  typed: `def words(█text):
    lowered = text.█lower()
    for match in █WORD.finditer(lowered):
        yield █match.group(0)


def most_common(█paths, limit=█10):
    counter = █Counter()
    for path in █paths:
        with open(█path, encoding="utf8") as █handle:
            counter.update(█words(handle.read()))
    return █counter.most_common(limit)


def average_length(█text):
    lengths = [len(█word) for word in █words(text)]
    if not █lengths:
        return █0.0
    return sum(█lengths) / len(█lengths)


def print_table(█rows, width=█20):
    for word, count in █rows:
        padding = " " * (█width - len(word))
        print(█word + padding + str(█count))


def main(█argv):
    if len(█argv) < 2:
        print("usage: █wordcount FILE...", file=█sys.stderr)
        return █2
    print_table(█most_common(argv[█1:]))
    return █0
`,
};

/** Everyday typing in two languages, our own text. */
export const SCRIPTS: readonly TypingScript[] = [TYPESCRIPT, PYTHON, TYPESCRIPT_CLASS, PYTHON_TEXT];

/** What is typed up to each pause, and at last what follows the last one. */
export function chunksOf(script: TypingScript): readonly string[] {
  return script.typed.split('█');
}

/** The files of a workspace in which the scripts can be typed. */
export function scriptFiles(): Record<string, string> {
  return Object.fromEntries(SCRIPTS.map(({ file, context }) => [file, context]));
}
