import * as vscode from 'vscode';

/** Messages shown while it is in use, and the answers that a person would click. */
export class Messages {
  readonly shown: string[] = [];
  /** Buttons to press, by their texts, one a message; none for a message that is closed. */
  readonly answers: string[] = [];
  readonly #original = {
    showInformationMessage: vscode.window.showInformationMessage,
    showWarningMessage: vscode.window.showWarningMessage,
    showErrorMessage: vscode.window.showErrorMessage,
  };

  /** Takes the place of the editor's own messages. */
  install(): void {
    const show = (message: string, ...rest: readonly unknown[]): Promise<unknown> => {
      this.shown.push(message);
      const answer = this.answers[0];
      return Promise.resolve(rest.includes(answer) ? this.answers.shift() : undefined);
    };
    Object.assign(vscode.window, {
      showInformationMessage: show,
      showWarningMessage: show,
      showErrorMessage: show,
    });
  }

  /** Gives the editor its own messages back. */
  restore(): void {
    Object.assign(vscode.window, this.#original);
  }
}
