import * as vscode from 'vscode';
import { withoutLinks } from '../withoutLinks.ts';

/** Says something that needs no answer; nobody waits until it is closed. */
export function tell(sentence: string): void {
  void vscode.window.showInformationMessage(withoutLinks(`OpenELM: ${sentence}`));
}
