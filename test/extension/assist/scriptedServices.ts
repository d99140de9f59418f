import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type ContextItem } from '../../../src/core/chat/conversation.ts';
import { type FormatId } from '../../../src/core/chat/formats/promptFormat.ts';
import { Exclusions } from '../../../src/provider/exclusions.ts';
import { type AssistServices } from '../../../src/workbench/assist/assistServices.ts';
import { PROPOSAL_SCHEME, ProposedEdits } from '../../../src/workbench/proposedEdits.ts';
import { ScriptedChat } from '../../support/scriptedChat.ts';
import { until } from './until.ts';

/** The commands' surroundings with an engine that the test writes for, in a real editor. */
export class ScriptedServices implements AssistServices {
  readonly engine = new ScriptedChat();
  readonly exclusions = new Exclusions(() => true);
  readonly edits = new ProposedEdits();
  format: FormatId | undefined;
  readonly asked: { readonly question: string; readonly items: readonly ContextItem[] }[] = [];

  readonly preferredFormat = (): FormatId | undefined => this.format;

  askInPanel(question: string, items: readonly ContextItem[]): Promise<void> {
    this.asked.push({ question, items });
    return Promise.resolve();
  }

  dispose(): void {
    this.edits.dispose();
    this.exclusions.dispose();
  }
}

let shownCount = 0;

/** Shows a document with this text selected, or with the cursor where it begins. */
export async function showCode(
  content: string,
  selected: string,
  options: { readonly language?: string; readonly cursorOnly?: boolean } = {},
): Promise<vscode.TextEditor> {
  const { language = 'typescript', cursorOnly = false } = options;
  // A name of its own: the editor would give that of a document which is about to be closed, with its text.
  const uri = vscode.Uri.parse(`untitled:code-${++shownCount}.txt`);
  const opened = await vscode.workspace.openTextDocument(uri);
  const document = await vscode.languages.setTextDocumentLanguage(opened, language);
  const editor = await vscode.window.showTextDocument(document);
  // Not by a WorkspaceEdit: on a busy machine the line ending of one was lost, once in some sixty times.
  const isWritten = await editor.edit((edit) => {
    edit.insert(new vscode.Position(0, 0), content);
    edit.setEndOfLine(content.includes('\r\n') ? vscode.EndOfLine.CRLF : vscode.EndOfLine.LF);
  });
  assert.ok(isWritten);
  const start = document.positionAt(content.indexOf(selected));
  const end = cursorOnly ? start : document.positionAt(content.indexOf(selected) + selected.length);
  editor.selection = new vscode.Selection(start, end);
  return editor;
}

/** The proposal that is open in a diff, once there is one. */
export function openProposal(): Promise<vscode.TextDocument> {
  return until(() =>
    vscode.workspace.textDocuments.find(({ uri, isClosed }) => uri.scheme === PROPOSAL_SCHEME && !isClosed),
  );
}

/** The tabs that show a proposal. */
export function proposalTabs(): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === PROPOSAL_SCHEME,
    );
}
