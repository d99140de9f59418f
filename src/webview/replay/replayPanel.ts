import * as vscode from 'vscode';
import { StillPanel } from '../stillPanel.ts';
import { type ReplayContent } from './replayContent.ts';
import { replayHtml } from './replayHtml.ts';
import { replayStrings } from './replayStrings.ts';
import { replayWords } from './replayWords.ts';

/** Shows what suggestions would have typed of the last commits. */
export class ReplayPanel implements vscode.Disposable {
  readonly #panel = new StillPanel({
    viewType: 'openelm.replay',
    title: vscode.l10n.t('What Would It Have Typed for Me?'),
    commands: [
      'openelm.replayHistory',
      'openelm.useFittedConfidence',
      'openelm.useFittedLength',
      'workbench.action.openSettings',
    ],
    // It comes minutes after it was asked for: by then somebody types.
    isBeside: true,
  });

  show(content: ReplayContent): void {
    const words = replayWords(vscode.env.language, replayStrings());
    this.#panel.show((nonce) => replayHtml(content, words, nonce));
  }

  dispose(): void {
    this.#panel.dispose();
  }
}
