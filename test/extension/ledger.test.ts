import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { type Counts } from '../../src/core/ledger/counts.ts';
import { dayOf } from '../../src/core/ledger/ledgerDay.ts';
import { SuggestionLedger } from '../../src/workbench/ledger/suggestionLedger.ts';
import { Messages } from './assist/messages.ts';
import { suggestAndTake } from './suggestAndTake.ts';

const CODE = 'export function subtract(first: number, second: number): number {\n  ';
const TEST_COMMAND = 'openelm-test.accepted';
const LEARNS = { threshold: true, wait: true, length: true };
const SETTINGS = {
  ...({ eagerness: 'balanced', threshold: 0.5, debounceMs: 75, multiline: true } as const),
  learns: LEARNS,
};

const switchLedger = (isOn: boolean | undefined): Thenable<void> =>
  vscode.workspace
    .getConfiguration('openelm')
    .update('ledger.enabled', isOn, vscode.ConfigurationTarget.Global);

describe('the ledger of this window', () => {
  const original = vscode.window.createWebviewPanel;
  const messages = new Messages();
  let panel: vscode.WebviewPanel | undefined;
  before(async () => {
    messages.install();
    Object.assign(vscode.window, {
      createWebviewPanel: (...given: Parameters<typeof original>) => {
        panel = original(...given);
        return panel;
      },
    });
    await reset();
  });
  after(async () => {
    await switchLedger(undefined);
    messages.restore();
    Object.assign(vscode.window, { createWebviewPanel: original });
    panel?.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const reset = async (): Promise<void> => {
    messages.answers.push('Reset');
    await vscode.commands.executeCommand('openelm.resetLedger');
  };
  const page = async (): Promise<string> => {
    await vscode.commands.executeCommand('openelm.showLedger');
    return panel?.webview.html ?? '';
  };
  const folderOf = (html: string): string => /<code dir="ltr">(.*?)<\/code>/u.exec(html)?.[1] ?? '';
  const take = async (): Promise<void> => {
    await suggestAndTake(await vscode.workspace.openTextDocument({ language: 'typescript', content: CODE }));
  };

  it('counts a suggestion of the built-in model that is taken, and writes it into the file of the day', async () => {
    await take();
    let html = await page();
    // The editor runs an item's command after its edit; the test's timeout is the limit.
    while (!html.includes('You took 1 of them (100 %): 1 whole and 0 in parts.')) {
      html = await page();
    }
    const folder = folderOf(html);
    const text = readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .join('');
    assert.match(text, /"language":"typescript","model":"[0-9a-f]{16}","offered":1/u);
    assert.match(text, /"acceptedWhole":1/u);
    assert.doesNotMatch(text, /subtract|untitled/u);
  });

  it('asks before it removes anything', async () => {
    const folder = folderOf(await page());
    await vscode.commands.executeCommand('openelm.resetLedger');
    assert.ok(existsSync(folder));
    await reset();
    assert.equal(messages.shown.at(-1), 'Forget what the suggestions were worth?');
    assert.equal(existsSync(folder), false);
  });

  it('counts and writes nothing while it is off', async () => {
    await switchLedger(false);
    await take();
    const html = await page();
    assert.match(html, /Counting is switched off/u);
    assert.match(html, /Nothing was counted yet/u);
    assert.equal(existsSync(folderOf(html)), false);
  });
});

describe('a ledger', () => {
  const text = 'first + second + third;';
  const registrations: { dispose(): unknown }[] = [];
  let folder: string;
  let log: vscode.LogOutputChannel;
  let ledger: SuggestionLedger;
  let model = 'one';
  before(() => {
    folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'openelm-ledger-')), 'ledger');
    log = vscode.window.createOutputChannel('OpenELM ledger test', { log: true });
    ledger = new SuggestionLedger(folder, log, () => model);
    registrations.push(
      log,
      ledger,
      vscode.commands.registerCommand(TEST_COMMAND, (itemId: unknown) => {
        ledger.accepted(itemId);
      }),
      vscode.languages.registerInlineCompletionItemProvider(
        { language: 'plaintext' },
        { provideInlineCompletionItems },
      ),
    );
  });
  after(async () => {
    await vscode.workspace
      .getConfiguration('openelm', { languageId: 'plaintext' })
      .update('enabled', undefined, vscode.ConfigurationTarget.Global, true);
    vscode.Disposable.from(...registrations).dispose();
    rmSync(path.dirname(folder), { recursive: true });
  });
  beforeEach(async () => {
    // The extension's own suggestions would stand in the same place.
    await vscode.workspace
      .getConfiguration('openelm', { languageId: 'plaintext' })
      .update('enabled', false, vscode.ConfigurationTarget.Global, true);
    await ledger.reset();
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  /** What is left of the text at the cursor. */
  function provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.InlineCompletionItem[] {
    const typed = document.getText(new vscode.Range(position.with(undefined, 0), position));
    const left = text.slice(typed.length);
    if (!text.startsWith(typed) || left === '') {
      return [];
    }
    const item = new vscode.InlineCompletionItem(left, new vscode.Range(position, position));
    const source = typed === '' ? 'engine' : 'cache';
    const suggestion = {
      kind: 'suggestion',
      text: left,
      replaceLength: 0,
      source,
      confidence: 1,
      elapsedMs: 5,
    } as const;
    const command = ledger.offered({ document, position, item, suggestion, trigger: 'automatic' });
    return [
      command === undefined ? item : Object.assign(item, { command: { ...command, command: TEST_COMMAND } }),
    ];
  }

  /** Runs commands on the suggestion until the document says what is wanted. */
  async function until(command: string, wanted: string): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    while (document?.getText() !== wanted) {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await new Promise<void>((resolve) => {
        setTimeout(resolve, 50); // no event tells when a suggestion is shown
      });
      await vscode.commands.executeCommand(command);
    }
  }

  const open = async (): Promise<void> => {
    const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: '' });
    await vscode.window.showTextDocument(document);
  };
  /** Looks until so much was taken; the test's timeout is the limit. */
  async function counted(characters: number): Promise<Counts> {
    for (;;) {
      const { total } = await ledger.report();
      if (total.charactersAccepted >= characters) {
        return total;
      }
    }
  }

  it('learns by the command of an item that it was taken whole', async () => {
    await open();
    await until('editor.action.inlineSuggest.commit', text);
    const { offered, acceptedWhole, acceptedPartly, charactersAccepted } = await counted(text.length);
    assert.deepEqual([offered, acceptedWhole, acceptedPartly, charactersAccepted], [1, 1, 0, text.length]);
  });

  it('infers from the edits of the editor’s own command that a part was taken', async () => {
    await open();
    await until('editor.action.inlineSuggest.acceptNextWord', 'first');
    const { offered, acceptedWhole, acceptedPartly, charactersAccepted } = await counted(5);
    assert.deepEqual([offered, acceptedWhole, acceptedPartly, charactersAccepted], [1, 0, 1, 5]);
  });

  it('tells what weeks of choices speak for, and nothing once they are forgotten', async () => {
    assert.equal(ledger.inForce(SETTINGS).threshold, 0.5);
    const offeredByConfidence = [...Array<number>(5).fill(0), 200, 200];
    const acceptedByConfidence = [...Array<number>(5).fill(0), 2, 60];
    const line = { version: 1, language: 'go', model: 'one', offered: 400, acceptedWhole: 62 };
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(folder, `${dayOf(Date.now())}.jsonl`),
      JSON.stringify({
        ...line,
        ...{ multilineOffered: 100, multilineAccepted: 1, hurriedPast: 300, lookedAt: 100 },
        ...{ offeredByConfidence, acceptedByConfidence },
      }),
    );
    await ledger.report();
    assert.deepEqual(ledger.learnt(SETTINGS).threshold, { threshold: 0.6, offered: 200, taken: 2 });
    assert.deepEqual(ledger.inForce(SETTINGS), {
      ...{ threshold: 0.6, isUnfit: false, debounceMs: 150, multiline: false },
    });
    assert.equal(ledger.inForce(SETTINGS).threshold, 0.6);
    model = 'another';
    assert.equal(ledger.inForce(SETTINGS).threshold, 0.5, 'learnt of one model alone');
    await ledger.report();
    assert.equal(ledger.inForce(SETTINGS).threshold, 0.5);
    model = 'one';
    await ledger.report();
    assert.equal(ledger.inForce(SETTINGS).threshold, 0.6);
    assert.equal(ledger.inForce({ ...SETTINGS, learns: { ...LEARNS, threshold: false } }).threshold, 0.5);
    await switchLedger(false);
    assert.equal(ledger.inForce(SETTINGS).threshold, 0.5);
    await switchLedger(undefined);
    await ledger.reset();
    assert.deepEqual(ledger.inForce(SETTINGS), {
      ...{ threshold: 0.5, isUnfit: false, debounceMs: 75, multiline: true },
    });
  });

  it('asks a model by hand alone whose surest expectations are hardly ever what is typed', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'go', content: '' });
    const documentId = document.uri.toString();
    const editor = await vscode.window.showTextDocument(document);
    model = 'boastful';
    const type = (at: number): Thenable<boolean> =>
      editor.edit((edit) => {
        edit.insert(document.positionAt(at), 'a');
      });
    for (let key = 0; key < 10; key++) {
      const text = key === 0 ? 'a' : 'b';
      ledger.expected({ documentId, languageId: 'go', offset: key, text, confidence: 0.97 });
      await type(key);
    }
    await type(10);
    const { lately } = await ledger.report();
    assert.deepEqual([lately.expectedByConfidence.at(-1), lately.rightByConfidence.at(-1)], [10, 1]);
    assert.equal(ledger.inForce(SETTINGS).isUnfit, false, 'little is known');
    const expectedByConfidence = [...Array<number>(19).fill(0), 600];
    const rightByConfidence = [...Array<number>(19).fill(0), 60];
    appendFileSync(
      path.join(folder, `${dayOf(Date.now())}.jsonl`),
      `\n${JSON.stringify({ version: 1, language: 'go', model, expectedByConfidence, rightByConfidence })}\n`,
    );
    await ledger.report();
    assert.deepEqual(ledger.learnt(SETTINGS).unfit, { expected: 610, right: 61 });
    assert.equal(ledger.inForce(SETTINGS).isUnfit, true);
    // What another model expected is not judged by what is typed for this one.
    ledger.expected({ documentId, languageId: 'go', offset: 11, text: 'a', confidence: 0.97 });
    model = 'one';
    ledger.expected({ documentId, languageId: 'go', offset: 0, text: 'a', confidence: 0.97 });
    await type(11);
    model = 'boastful';
    assert.equal((await ledger.report()).lately.expectedByConfidence.at(-1), 610);
    model = 'one';
    await ledger.reset();
  });

  it('takes nothing for taken that was typed', async () => {
    await open();
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    for (const key of 'first + (') {
      await vscode.commands.executeCommand('type', { text: key });
    }
    const { acceptedWhole, acceptedPartly, charactersAccepted } = (await ledger.report()).total;
    assert.deepEqual([acceptedWhole, acceptedPartly, charactersAccepted], [0, 0, 0]);
  });
});
