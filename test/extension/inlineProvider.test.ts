import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type CompletionOutcome } from '../../src/core/completion/completionOutcome.ts';
import { type CompletionQuery, type CompletionService } from '../../src/core/completion/completionService.ts';
import { InputMethodWatch } from '../../src/core/completion/inputMethod.ts';
import { LatestEdit } from '../../src/core/completion/latestEdit.ts';
import { Exclusions } from '../../src/provider/exclusions.ts';
import { InlineCompletionProvider } from '../../src/provider/inlineCompletionProvider.ts';
import { type HandedItem } from '../../src/workbench/ledger/suggestionLedger.ts';
import { watchEdits } from '../../src/workbench/watchEdits.ts';

const twice = (...words: string[]): string[] => [...words, ...words];
const SUGGESTION = { kind: 'suggestion', source: 'engine', confidence: 1, elapsedMs: 1 } as const;

describe('the provider of inline completions', () => {
  const exclusions = new Exclusions(() => true);
  const never = new vscode.CancellationTokenSource();
  after(() => {
    exclusions.dispose();
    never.dispose();
  });

  /** Asks at the end of `text`, with what the popup has selected. */
  async function ask(
    text: string,
    outcome: CompletionOutcome,
    selectedCompletionInfo?: vscode.SelectedCompletionInfo,
    onHanded: (handed: HandedItem) => vscode.Command | undefined = () => undefined,
  ): Promise<{ items: vscode.InlineCompletionItem[]; query: CompletionQuery | undefined }> {
    let query: CompletionQuery | undefined;
    const completions = {
      complete: (asked: CompletionQuery) => {
        query = asked;
        return Promise.resolve(outcome);
      },
    } as unknown as CompletionService;
    const provider = new InlineCompletionProvider(completions, exclusions, new InputMethodWatch(), {
      onRequest: () => undefined,
      onOutcome: () => undefined,
      onExpected: () => undefined,
      onHanded,
    });
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: text });
    const [line = ''] = text.split('\n');
    const items = await provider.provideInlineCompletionItems(
      document,
      new vscode.Position(0, line.replace(/\)?;?$/u, '').length),
      { triggerKind: vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo },
      never.token,
    );
    return { items, query };
  }

  it('goes on from what the popup has selected, and takes the place of what was typed of it', async () => {
    const range = new vscode.Range(0, 8, 0, 11);
    const { items, query } = await ask(
      'console.log',
      { ...SUGGESTION, text: '(value);', replaceLength: 0 },
      { range, text: 'logAll' },
    );
    assert.equal(query?.document.prefix, 'console.logAll');
    assert.equal(items[0]?.insertText, 'logAll(value);');
    assert.deepEqual(items[0].range, range);
  });

  it('goes on behind what the popup takes the place of after the cursor', async () => {
    const range = new vscode.Range(0, 5, 0, 8);
    const { items, query } = await ask(
      'call(va);',
      { ...SUGGESTION, text: ' // all', replaceLength: 1 },
      { range, text: 'values)' },
    );
    assert.deepEqual([query?.document.prefix, query?.document.suffix], ['call(values)', ';']);
    assert.equal(items[0]?.insertText, 'values) // all');
    assert.deepEqual(items[0].range, new vscode.Range(0, 5, 0, 9));
  });

  it('takes the place of the brackets that the editor closed by itself', async () => {
    const { items } = await ask('call();', { ...SUGGESTION, text: 'first);', replaceLength: 2 });
    assert.equal(items[0]?.insertText, 'first);');
    assert.deepEqual(items[0].range, new vscode.Range(0, 5, 0, 7));
  });

  it('has the editor say which of several texts was taken, the first or another', async () => {
    const handed: HandedItem[] = [];
    const outcome: CompletionOutcome = {
      ...SUGGESTION,
      text: 'one;',
      replaceLength: 0,
      further: [{ text: 'two;', replaceLength: 0, meanProbability: 0.4 }],
    };
    const { items } = await ask('let a = ', outcome, undefined, (item) => {
      handed.push(item);
      return { command: 'took', title: '', arguments: [7] };
    });
    assert.deepEqual(
      items.map(({ insertText, command }) => [insertText, command?.arguments]),
      [
        ['one;', [7]],
        ['two;', [7]],
      ],
    );
    assert.deepEqual(handed[0]?.others, items.slice(1));
  });

  it('tells what was undone or pasted, and takes what it offered for neither', async () => {
    const inputMethod = new InputMethodWatch();
    const latestEdit = new LatestEdit();
    const watch = watchEdits(inputMethod, latestEdit);
    const content = 'function sum() ';
    const text = '{\n  return 1;\n}';
    const asked: CompletionQuery['notWritten'][] = [];
    const completions = {
      complete: (query: CompletionQuery) => {
        asked.push(query.notWritten);
        return Promise.resolve({ ...SUGGESTION, text, replaceLength: 0 });
      },
    } as unknown as CompletionService;
    const provider = new InlineCompletionProvider(completions, exclusions, inputMethod, {
      onRequest: () => undefined,
      onOutcome: () => undefined,
      onExpected: () => undefined,
      onHanded: () => undefined,
    });
    provider.latestEdit = latestEdit;
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
    const editor = await vscode.window.showTextDocument(document);
    const askAfter = async (inserted: string): Promise<void> => {
      await editor.edit((edit) => {
        edit.insert(document.positionAt(document.getText().length), inserted);
      });
      await askAtEnd();
    };
    const askAtEnd = (): Promise<unknown> =>
      provider.provideInlineCompletionItems(
        document,
        document.positionAt(document.getText().length),
        { triggerKind: vscode.InlineCompletionTriggerKind.Automatic, selectedCompletionInfo: undefined },
        never.token,
      );
    try {
      await askAfter('\n');
      await askAfter('one\ntwo');
      await askAfter(text);
      await vscode.commands.executeCommand('undo');
      await askAtEnd();
      assert.deepEqual(asked, [undefined, 'pasted', undefined, 'undone']);
    } finally {
      watch.dispose();
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  it('asks as was learnt after a key, and as is set by hand', async () => {
    const { Automatic, Invoke } = vscode.InlineCompletionTriggerKind;
    const asked: (readonly unknown[])[] = [];
    let prewarmed = 0;
    const completions = {
      complete: ({ trigger, debounceMs, threshold, document: { oneLine }, isUnfit }: CompletionQuery) => {
        asked.push([trigger, debounceMs, threshold, oneLine, isUnfit]);
        return Promise.resolve({ kind: 'none', reason: 'blank', elapsedMs: 1 });
      },
      prewarm: () => {
        prewarmed++;
        return Promise.resolve();
      },
    } as unknown as CompletionService;
    const provider = new InlineCompletionProvider(completions, exclusions, new InputMethodWatch(), {
      onRequest: () => undefined,
      onOutcome: () => undefined,
      onExpected: () => undefined,
      onHanded: () => undefined,
    });
    const learnt = { threshold: 0.7, debounceMs: 150, multiline: false };
    provider.learnt = { inForce: () => ({ ...learnt, isUnfit: true }) };
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: '' });
    for (const triggerKind of [Automatic, Invoke]) {
      await provider.provideInlineCompletionItems(
        document,
        new vscode.Position(0, 0),
        { triggerKind, selectedCompletionInfo: undefined },
        never.token,
      );
    }
    assert.deepEqual(asked, [
      ['automatic', 150, 0.7, true, true],
      ['manual', 75, 0.9, false, undefined],
    ]);
    await provider.prewarm(document, new vscode.Position(0, 0));
    assert.equal(prewarmed, 0, 'nobody would be shown anything there');
    provider.learnt = { inForce: () => learnt };
    await provider.prewarm(document, new vscode.Position(0, 0));
    assert.equal(prewarmed, 1);
  });

  it('asks again, as the settings are now, where they changed while a request was under way', async () => {
    const configuration = vscode.workspace.getConfiguration('openelm');
    const asked: string[] = [];
    const told: string[] = [];
    const completions = {
      complete: async ({ eagerness }: CompletionQuery): Promise<CompletionOutcome> => {
        asked.push(eagerness);
        if (asked.length > 2) {
          return { ...SUGGESTION, text: 'one;', replaceLength: 0 };
        }
        const next = asked.length === 1 ? 'eager' : 'quiet';
        await configuration.update('completion.eagerness', next, vscode.ConfigurationTarget.Global);
        return { kind: 'none', reason: 'outdated', elapsedMs: 1 };
      },
    } as unknown as CompletionService;
    const provider = new InlineCompletionProvider(completions, exclusions, new InputMethodWatch(), {
      onRequest: () => {
        told.push('asked');
      },
      onOutcome: (outcome) => {
        told.push(outcome.kind === 'none' ? outcome.reason : outcome.kind);
      },
      onExpected: () => undefined,
      onHanded: () => undefined,
    });
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: 'let a = ' });
    const context = {
      triggerKind: vscode.InlineCompletionTriggerKind.Automatic,
      selectedCompletionInfo: undefined,
    };
    try {
      const at = document.positionAt(document.getText().length);
      const items = await provider.provideInlineCompletionItems(document, at, context, never.token);
      assert.deepEqual(
        items.map(({ insertText }) => insertText),
        ['one;'],
      );
      assert.deepEqual(asked, ['balanced', 'eager', 'quiet']);
      assert.deepEqual(told, [...twice('asked', 'outdated'), 'asked', 'suggestion']);
    } finally {
      await configuration.update('completion.eagerness', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('tells what the model expects where the cursor stands, and not what is no longer of that place', async () => {
    const { Automatic, Invoke } = vscode.InlineCompletionTriggerKind;
    const told: (readonly unknown[])[] = [];
    let meanwhile = (): Thenable<unknown> => Promise.resolve();
    const completions = {
      complete: async ({ document }: CompletionQuery) => {
        await meanwhile();
        const sure = { expected: 'one;', confidence: 0.4 };
        return { kind: 'none', reason: 'unsure', elapsedMs: 1, asked: { document, sure } };
      },
    } as unknown as CompletionService;
    const provider = new InlineCompletionProvider(completions, exclusions, new InputMethodWatch(), {
      onRequest: () => undefined,
      onOutcome: () => undefined,
      onExpected: ({ offset, text, confidence }) => {
        told.push([offset, text, confidence]);
      },
      onHanded: () => undefined,
    });
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content: 'let a = ' });
    const at = new vscode.Position(0, 8);
    const ask = (triggerKind: vscode.InlineCompletionTriggerKind, text?: string): Thenable<unknown> => {
      const selectedCompletionInfo =
        text === undefined ? undefined : { range: new vscode.Range(at, at), text };
      return provider.provideInlineCompletionItems(
        document,
        at,
        { triggerKind, selectedCompletionInfo },
        never.token,
      );
    };
    await ask(Automatic);
    assert.deepEqual(told, [[8, 'one;', 0.4]]);
    await ask(Invoke);
    await ask(Automatic, 'ones');
    meanwhile = () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '// \n');
      return vscode.workspace.applyEdit(edit);
    };
    await ask(Automatic);
    assert.equal(told.length, 1);
  });

  it('shows nothing where the pipeline has nothing', async () => {
    const { items } = await ask('const a = ', { kind: 'none', reason: 'blank', elapsedMs: 1 });
    assert.deepEqual(items, []);
  });
});
