import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { convertInThread, type ThreadOptions } from '../models/convert/convertInThread.ts';
import { type ConvertType } from '../models/convert/convertOpenElm.ts';
import { toAbortSignal } from '../provider/toAbortSignal.ts';
import { describeConvertFailure } from './describeConvertFailure.ts';
import { isCancelled } from './isCancelled.ts';
import { localPath } from './localPath.ts';
import { withoutLinks } from './withoutLinks.ts';

const TOKENIZER = 'tokenizer.model';

/**
 * Asks for a model as Apple publishes it and for its tokenizer, and writes it as a GGUF, which the user may then choose.
 *
 * @param program the bundle of convertThread.ts
 * @param useModel makes a file the chosen model
 */
export async function convertModel(
  program: string,
  useModel: (file: string) => Promise<void>,
): Promise<void> {
  const folder = await askForFolder();
  const tokenizer = folder === undefined ? undefined : await askForTokenizer(folder);
  const type = tokenizer === undefined ? undefined : await askForType();
  if (folder === undefined || tokenizer === undefined || type === undefined) {
    return;
  }
  const out = await askForFile(folder, type);
  if (out === undefined) {
    return;
  }
  try {
    // The dialog has asked whether a file that is there shall be replaced.
    await convert(program, { folder, tokenizer, type, out, replaces: true });
  } catch (error) {
    if (!isCancelled(error)) {
      void vscode.window.showErrorMessage(withoutLinks(`OpenELM: ${describeConvertFailure(error)}`));
    }
    return;
  }
  const use = vscode.l10n.t('Use This Model');
  const said = withoutLinks(vscode.l10n.t('OpenELM: {0} was written.', path.basename(out)));
  if ((await vscode.window.showInformationMessage(said, use)) === use) {
    await useModel(out);
  }
}

async function convert(program: string, options: ThreadOptions): Promise<void> {
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('OpenELM: converting {0}', path.basename(options.folder)),
      cancellable: true,
    },
    async (progress, token) => {
      const cancelled = toAbortSignal(token);
      let shown = 0;
      try {
        await convertInThread(program, options, {
          signal: cancelled.signal,
          onPercent: (percent) => {
            progress.report({ message: `${percent} %`, increment: percent - shown });
            shown = percent;
          },
        });
      } finally {
        cancelled.dispose();
      }
    },
  );
}

async function askForFolder(): Promise<string | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose the Folder of an OpenELM Model (config.json and .safetensors)'),
      defaultUri: vscode.Uri.file(os.homedir()),
      openLabel: vscode.l10n.t('Convert'),
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return localPath(folder);
}

/** The tokenizer beside a published model, where there is one, or the one that the user chooses. */
export async function askForTokenizer(folder: string): Promise<string | undefined> {
  const own = path.join(folder, TOKENIZER);
  if (existsSync(own)) {
    return own;
  }
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose the Llama 2 tokenizer.model, or an OpenELM GGUF That Has Its Vocabulary'),
      defaultUri: vscode.Uri.file(folder),
      openLabel: vscode.l10n.t('Use This Tokenizer'),
      filters: { [vscode.l10n.t('Tokenizers')]: ['model', 'gguf'] },
    })) ?? [];
  return localPath(file);
}

async function askForType(): Promise<ConvertType | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      {
        label: 'Q8_0',
        description: vscode.l10n.t('half the size, hardly a difference: for most'),
        type: 'Q8_0' as const,
      },
      { label: 'BF16', description: vscode.l10n.t('as Apple trained it'), type: 'BF16' as const },
      {
        label: 'F16',
        description: vscode.l10n.t('for GPUs without BF16; not for 3B'),
        type: 'F16' as const,
      },
    ],
    { title: vscode.l10n.t('How Shall the Weights Be Stored?') },
  );
  return picked?.type;
}

async function askForFile(folder: string, type: ConvertType): Promise<string | undefined> {
  const name = `${path.basename(folder)}-${type}.gguf`;
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the Converted Model'),
    defaultUri: vscode.Uri.file(path.join(path.dirname(folder), name)),
    filters: { [vscode.l10n.t('GGUF models')]: ['gguf'] },
  });
  return localPath(file);
}
