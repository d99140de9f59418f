import path from 'node:path';
import * as vscode from 'vscode';
import { describeModelProblem } from './describeModelProblem.ts';
import { type FactsReader } from './factsReader.ts';
import { type LibraryModel, type ModelLibrary } from './modelLibrary.ts';
import { byteSize } from './byteSize.ts';

const URI_LIST = 'text/uri-list';

/** The list of models that are here; files dropped on it are added. */
export class ModelTree
  implements
    vscode.TreeDataProvider<LibraryModel>,
    vscode.TreeDragAndDropController<LibraryModel>,
    vscode.Disposable
{
  readonly dropMimeTypes = [URI_LIST];
  readonly dragMimeTypes: readonly string[] = [];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #listener: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    private readonly library: ModelLibrary,
    private readonly facts: FactsReader,
  ) {
    this.#listener = library.onDidChange(() => {
      this.#changed.fire();
    });
  }

  async getChildren(parent?: LibraryModel): Promise<LibraryModel[]> {
    return parent === undefined ? [...(await this.library.models())] : [];
  }

  async getTreeItem(model: LibraryModel): Promise<vscode.TreeItem> {
    const read = await this.facts.read(model.file);
    const isRead = read.kind === 'facts';
    const name = isRead ? nameOf(model, read.facts.name) : path.basename(model.file);
    const roles = describeRoles(model);
    const item = new vscode.TreeItem(name);
    item.id = model.file;
    // What it is used for first: a narrow side bar cuts the rest.
    item.description = [
      ...(roles.length === 0 ? [] : [roles.join(', ')]),
      ...(model.adapter === undefined ? [] : [vscode.l10n.t('with an adapter')]),
      ...(isRead ? [read.facts.quantisation] : []),
      byteSize(model.bytes),
    ].join(' · ');
    item.contextValue = [model.origin, ...(isRead ? ['readable'] : [])].join(' ');
    item.iconPath = new vscode.ThemeIcon(
      isRead ? (roles.length > 0 ? 'pass-filled' : 'circle-large-outline') : 'warning',
    );
    const problem = isRead ? undefined : describeModelProblem(read.error);
    item.tooltip = describeModel(model, problem);
    item.accessibilityInformation = {
      label: [name, item.description, ...(problem === undefined ? [] : [problem])].join(', '),
    };
    return item;
  }

  async handleDrop(_target: LibraryModel | undefined, data: vscode.DataTransfer): Promise<void> {
    const list = (await data.get(URI_LIST)?.asString()) ?? '';
    const uris = list
      .split(/\r?\n/u)
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => vscode.Uri.parse(line));
    const files = uris.filter(({ scheme, path: file }) => scheme === 'file' && /\.gguf$/iu.test(file));
    if (files.length === 0) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('OpenELM: only .gguf files of this machine can be added to the list.'),
      );
      return;
    }
    await this.library.add(files.map((uri) => uri.fsPath));
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

/** Many files share what they call themselves; only that of a blob, such as Ollama's, says nothing at all. */
export function nameOf({ origin, file }: Pick<LibraryModel, 'origin' | 'file'>, ownName: string): string {
  const isTelling = origin !== 'builtIn' && /\.gguf$/iu.test(file);
  return isTelling ? path.basename(file).replace(/\.gguf$/iu, '') : ownName;
}

/** What the model is used for now, in words that a narrow side bar has room for. */
function describeRoles({ isForCompletions, isForChat }: LibraryModel): string[] {
  return [
    ...(isForCompletions ? [vscode.l10n.t('code')] : []),
    ...(isForChat ? [vscode.l10n.t('chat')] : []),
  ];
}

function describeModel(
  { file, origin, adapter, lastUsed }: LibraryModel,
  problem: string | undefined,
): string {
  return [
    ...(problem === undefined ? [] : [problem]),
    origin === 'builtIn' ? vscode.l10n.t('Ships with the extension.') : file,
    ...(adapter === undefined ? [] : [vscode.l10n.t('Adapter: {0}, scale {1}', adapter.path, adapter.scale)]),
    lastUsed === undefined
      ? vscode.l10n.t('Not used yet.')
      : vscode.l10n.t(
          'Last used: {0}',
          new Date(lastUsed).toLocaleDateString(vscode.env.language, { dateStyle: 'medium' }),
        ),
  ].join('\n');
}
