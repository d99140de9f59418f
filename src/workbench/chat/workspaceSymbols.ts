import * as vscode from 'vscode';
import { documentSymbols } from './contextItems.ts';

/** A symbol by its name, with the place where its whole text can be found. */
export interface FoundSymbol {
  readonly name: string;
  /** What tells it from others of the same name: its container, or its place. */
  readonly detail: string;
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
}

/** A language server may need minutes for a large workspace; the list is wanted now. */
const PATIENCE_MS = 1500;

/** Symbols of the active document, then those of the workspace whose name holds the query, each place once. */
export async function findSymbols(
  document: vscode.TextDocument | undefined,
  query: string,
): Promise<readonly FoundSymbol[]> {
  const [near, far] = await Promise.all([
    document === undefined ? [] : symbolsOfDocument(document),
    query === '' ? [] : withPatience(symbolsOfWorkspace(query)),
  ]);
  const holds = ({ name }: FoundSymbol): boolean => name.toLowerCase().includes(query.toLowerCase());
  const places = new Set<string>();
  return [...near, ...far].filter(holds).filter(({ uri, range, name }) => {
    const place = `${name} ${uri.toString()} ${String(range.start.line)}`;
    const isNew = !places.has(place);
    places.add(place);
    return isNew;
  });
}

/** All of a symbol's text: what searches a workspace often tells the place of its name alone. */
export async function wholeRange({ name, uri, range }: FoundSymbol): Promise<vscode.Range> {
  const around = (await documentSymbols(uri)).filter(
    (symbol) => symbol.range.contains(range.start) && symbol.name.startsWith(name.replace(/\(.*$/u, '')),
  );
  return around.at(-1)?.range ?? range;
}

async function symbolsOfDocument({ uri }: vscode.TextDocument): Promise<readonly FoundSymbol[]> {
  return (await documentSymbols(uri)).map(({ name, detail, range }) => ({
    name,
    detail: detail === '' ? vscode.l10n.t('line {0}', range.start.line + 1) : detail,
    uri,
    range,
  }));
}

async function symbolsOfWorkspace(query: string): Promise<readonly FoundSymbol[]> {
  const answer = await vscode.commands.executeCommand<readonly vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    query,
  );
  return (answer ?? []).map(({ name, containerName, location }) => ({
    name,
    detail: [containerName, vscode.workspace.asRelativePath(location.uri)].filter(Boolean).join(' · '),
    uri: location.uri,
    range: location.range,
  }));
}

/** What comes too late is left out, as is the answer of a provider that fails. */
async function withPatience<T>(found: Promise<readonly T[]>): Promise<readonly T[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<readonly T[]>((resolve) => {
    timer = setTimeout(() => {
      resolve([]);
    }, PATIENCE_MS);
  });
  const result = await Promise.race([found.catch(() => []), late]);
  clearTimeout(timer);
  return result;
}
