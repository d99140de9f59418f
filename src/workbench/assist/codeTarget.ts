import * as vscode from 'vscode';
import { isBinaryText } from '../../core/chat/edits/isBinaryText.ts';
import { type ContextItem } from '../../core/chat/conversation.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { documentSymbolAround, fileItem, rangeItem, type EditorSymbol } from '../chat/contextItems.ts';
import { tell } from './tell.ts';

/** Where a code action wants its command to run; commands of the palette and of keys come without it. */
export interface CommandPlace {
  readonly uri: vscode.Uri;
  /** A selection, or where a problem is. */
  readonly range: vscode.Range;
}

/** The code that a command is about. */
export interface CodeTarget {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  /** The code of the range, whole; the item has the beginning of a very long one. */
  readonly text: string;
  readonly item: ContextItem;
}

/**
 * What is selected, else the symbol around the cursor, else the whole document. Undefined when there is nothing to work
 * on, which is said.
 */
export async function codeTarget(exclusions: Exclusions, place: unknown): Promise<CodeTarget | undefined> {
  const found = await findPlace(place);
  if (found === undefined) {
    tell(vscode.l10n.t('Select code in an editor first, then run this command again.'));
    return undefined;
  }
  const { document, range: given, isSelected } = found;
  if (!isSelected && (await exclusions.hides(document))) {
    tell(
      vscode.l10n.t(
        'This file may hold secrets or is ignored by git. Select what the model may read, then run this command again.',
      ),
    );
    return undefined;
  }
  const symbol = isSelected ? undefined : await documentSymbolAround(document, given.start);
  const range = fromLineStart(document, isSelected ? given : document.validateRange(symbol?.range ?? WHOLE));
  const text = document.getText(range);
  if (text.trim() === '' || isBinaryText(text)) {
    tell(
      text.trim() === ''
        ? vscode.l10n.t('There is no code here. Select some, then run this command again.')
        : vscode.l10n.t('This is not text. Run this command on code.'),
    );
    return undefined;
  }
  return { document, range, text, item: itemOf(found, range, symbol) };
}

function itemOf(
  { document, range: { start }, isSelected }: FoundPlace,
  range: vscode.Range,
  symbol: EditorSymbol | undefined,
): ContextItem {
  if (isSelected) {
    return rangeItem('selection', document, range);
  }
  return symbol === undefined ? fileItem(document, start) : rangeItem('symbol', document, range, symbol.name);
}

/** Indentation before the code belongs to it: a comment above it needs the same. */
function fromLineStart(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
  const before = document.lineAt(start.line).text.slice(0, start.character);
  return new vscode.Range(before.trim() === '' ? start.with({ character: 0 }) : start, end);
}

const WHOLE = new vscode.Range(0, 0, Number.MAX_SAFE_INTEGER, 0);

/** A place in a document, from a code action or from the active editor. */
export interface FoundPlace {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
  /** Whether the range itself is meant, and not what stands around it. */
  readonly isSelected: boolean;
}

/** Where a command runs: as its argument says, else where the cursor is. */
export async function findPlace(place: unknown): Promise<FoundPlace | undefined> {
  return isPlace(place) ? placeOf(place) : activePlace();
}

/** Keybindings may carry anything. */
function isPlace(value: unknown): value is CommandPlace {
  return (
    typeof value === 'object' &&
    value !== null &&
    'uri' in value &&
    value.uri instanceof vscode.Uri &&
    'range' in value &&
    value.range instanceof vscode.Range
  );
}

async function placeOf({ uri, range }: CommandPlace): Promise<FoundPlace> {
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = vscode.window.activeTextEditor;
  const isSelected = editor?.document === document && editor.selection.isEqual(range) && !range.isEmpty;
  return { document, range, isSelected };
}

function activePlace(): FoundPlace | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor === undefined
    ? undefined
    : { document: editor.document, range: editor.selection, isSelected: !editor.selection.isEmpty };
}
