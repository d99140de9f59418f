import * as vscode from 'vscode';
import { type FormatId } from '../../core/chat/formats/promptFormat.ts';

/** What a way of asking a model is called. */
export function formatLabel(id: FormatId): string {
  switch (id) {
    case 'template':
      return vscode.l10n.t('its own chat template');
    case 'openElmRaw':
      return vscode.l10n.t('raw completion');
    case 'openElmInstruct':
      return vscode.l10n.t('Apple’s training template');
    case 'questionAndAnswer':
      return vscode.l10n.t('question and answer');
    case 'nano':
      return vscode.l10n.t('its trained form');
  }
}

/** What speaks for a way of asking, and what against it. */
export function formatDetail(id: FormatId): string {
  switch (id) {
    case 'template':
      return vscode.l10n.t('The template that the model’s file brings.');
    case 'openElmRaw':
      return vscode.l10n.t(
        'The model continues your text as it stands. The default for OpenELM Instruct until both ways are compared on its real weights.',
      );
    case 'openElmInstruct':
      return vscode.l10n.t(
        'From the recipe that OpenELM Instruct was tuned with. People who tried it report mixed results.',
      );
    case 'questionAndAnswer':
      return vscode.l10n.t('A page of questions and answers, for models that were only pretrained.');
    case 'nano':
      return vscode.l10n.t('The questions and one-sentence answers that the built-in model was trained on.');
  }
}
