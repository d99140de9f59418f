import * as vscode from 'vscode';

/** Takes the suggestion if it is there after a moment; there is no event that tells when one is shown. */
export async function tryToTake(): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 100);
  });
  await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
}

/** Asks for a suggestion at the end of the document and takes it; resolves with the text that it put there. */
export async function suggestAndTake(document: vscode.TextDocument): Promise<string> {
  const before = document.getText();
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(before.length);
  editor.selection = new vscode.Selection(end, end);
  while (document.getText() === before) {
    // Until there is one to take, `commit` does nothing; the test's timeout is the limit.
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    await tryToTake();
  }
  return document.getText().slice(before.length);
}
