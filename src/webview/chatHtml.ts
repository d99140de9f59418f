import { escapeHtml } from './escapeHtml.ts';
import { pagePolicy } from './pagePolicy.ts';
import { writingDirection } from './writingDirection.ts';

/** Where the page's files lie, as URIs the page can load, and the nonce of this page. */
export interface ChatHtmlOptions {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Random for each page; the one thing that lets a script or a style in. */
  readonly nonce: string;
  /** BCP 47, as `vscode.env.language` has it. */
  readonly language: string;
  readonly title: string;
}

/**
 * The chat page before its script runs: a policy that lets in one script and one style sheet by their nonce and nothing
 * else, from nowhere else.
 */
export function chatHtml(options: ChatHtmlOptions): string {
  const nonce = escapeHtml(options.nonce);
  const direction = writingDirection(options.language);
  return `<!DOCTYPE html>
<html lang="${escapeHtml(options.language)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(pagePolicy(options.nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(options.title)}</title>
<link rel="stylesheet" nonce="${nonce}" href="${escapeHtml(options.styleUri)}">
</head>
<body>
<div id="chat"></div>
<script nonce="${nonce}" src="${escapeHtml(options.scriptUri)}"></script>
</body>
</html>`;
}
