import * as vscode from 'vscode';
import { type RequestContext } from '../../provider/chatParticipant.ts';
import { type Exclusions } from '../../provider/exclusions.ts';
import { fileItem, rangeItem, selectionItem } from './contextItems.ts';

/** How VS Code names what it adds to a request by itself, such as the file in the active editor. */
const IMPLICIT = 'vscode.implicit';

/**
 * What a request in the built-in chat view is about: what it refers to, else the selection or the file in the active
 * editor. Secrets and ignored files come only where the user names them.
 */
export async function requestContext(
  { references }: Pick<vscode.ChatRequest, 'references'>,
  exclusions: Pick<Exclusions, 'hides'>,
): Promise<readonly RequestContext[]> {
  const referred: RequestContext[] = [];
  for (const reference of references) {
    const found = await referredTo(reference.value);
    if (found !== undefined && !(isImplicit(reference) && (await exclusions.hides(found.document)))) {
      referred.push(found);
    }
  }
  const editor = vscode.window.activeTextEditor;
  if (referred.length > 0 || editor === undefined || (await exclusions.hides(editor.document))) {
    return referred;
  }
  const { document, selection } = editor;
  const selected = selectionItem(editor);
  return selected === undefined
    ? [{ item: fileItem(document, selection.active), source: document.uri }]
    : [{ item: selected, source: new vscode.Location(document.uri, selection) }];
}

/** What the user named in a request: nothing that VS Code added to it by itself. */
export async function namedContext({
  references,
}: Pick<vscode.ChatRequest, 'references'>): Promise<readonly RequestContext[]> {
  const named = references.filter((reference) => !isImplicit(reference));
  const found = await Promise.all(named.map(({ value }) => referredTo(value)));
  return found.filter((one) => one !== undefined);
}

function isImplicit({ id }: vscode.ChatPromptReference): boolean {
  return id.startsWith(IMPLICIT);
}

async function referredTo(
  value: unknown,
): Promise<(RequestContext & { readonly document: vscode.TextDocument }) | undefined> {
  const uri = value instanceof vscode.Location ? value.uri : value;
  if (!(uri instanceof vscode.Uri)) {
    return undefined; // its text is in the prompt itself
  }
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    return value instanceof vscode.Location
      ? { document, item: rangeItem('selection', document, value.range), source: value }
      : { document, item: fileItem(document), source: uri };
  } catch {
    return undefined; // a folder, a picture, or no longer there
  }
}
