import * as vscode from 'vscode';
import { type AccessTokens, isAccessToken } from './accessTokens.ts';

/**
 * Asks for the user's access token for a host and keeps it.
 *
 * @returns whether there is a new one
 */
export async function askForToken(host: string, tokens: AccessTokens): Promise<boolean> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Access Token for {0}', host),
    prompt: vscode.l10n.t(
      'It is kept in VS Code’s secret storage on this machine, and sent to {0} alone, where it asks for one. A token that can only read is enough.',
      host,
    ),
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.trim() === '' || isAccessToken(value.trim())
        ? undefined
        : vscode.l10n.t('An access token has no spaces and only letters, digits and signs of ASCII.'),
  });
  const token = text?.trim() ?? '';
  if (!isAccessToken(token)) {
    return false;
  }
  await tokens.keep(host, token);
  return true;
}

/** Lets the user choose a host whose access token is forgotten. */
export async function forgetToken(tokens: AccessTokens): Promise<void> {
  const hosts = await tokens.hosts();
  if (hosts.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('OpenELM: no access token is kept.'));
    return;
  }
  const host = await vscode.window.showQuickPick(hosts, {
    title: vscode.l10n.t('Forget the Access Token for Which Host?'),
    placeHolder: vscode.l10n.t('It stays valid until you revoke it there'),
  });
  if (host !== undefined) {
    await tokens.forget(host);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('OpenELM: the access token for {0} is forgotten.', host),
    );
  }
}
