import * as vscode from 'vscode';

/** Says something that needs no answer; nobody waits until it is closed. */
export function tell(sentence: string): void {
  void vscode.window.showInformationMessage(`OpenELM: ${sentence}`);
}
