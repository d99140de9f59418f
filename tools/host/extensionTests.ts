import { appendFileSync } from 'node:fs';
import { type TestHost } from './install.ts';
import { openWorkbench, type WorkbenchOptions } from './page.ts';
import { type Page } from './playwright.ts';
import { type VsCodeServer } from './server.ts';

/** How a run inside the extension host ended. */
export type ExtensionTestsEnd =
  | { readonly kind: 'exited'; readonly code: number }
  /** Nothing was heard of its end within the time allowed. */
  | { readonly kind: 'hung' };

/** A run of `testsPath` inside the extension host of a real VS Code. */
export interface ExtensionTestsOptions extends WorkbenchOptions {
  readonly developmentPath: string;
  readonly testsPath: string;
  readonly timeoutMs: number;
  /** Gets what the extension host and the workbench print, as it comes. */
  readonly onOutput: (line: string) => void;
  /** Receives all of that, VS Code's own logs and the page's errors, appended. */
  readonly logFile: string;
}

/** Runs `testsPath` and settles with its exit code, which VS Code hands to the page that hosts it. */
export async function runExtensionTests(
  host: TestHost,
  server: VsCodeServer,
  options: ExtensionTestsOptions,
): Promise<ExtensionTestsEnd> {
  let settle: (end: ExtensionTestsEnd) => void;
  const end = new Promise<ExtensionTestsEnd>((resolve) => {
    settle = resolve;
  });
  const timer = setTimeout(() => {
    settle({ kind: 'hung' });
  }, options.timeoutMs);
  const prepare = async (page: Page): Promise<void> => {
    await page.exposeFunction('codeAutomationLog', (_type, args) => {
      const line = formatLog(args);
      appendFileSync(options.logFile, `${line}\n`);
      options.onOutput(line);
    });
    await page.exposeFunction('codeAutomationExit', (code, logs) => {
      appendFileSync(options.logFile, `\n${JSON.stringify(logs, undefined, 1)}\n`);
      settle({ kind: 'exited', code: Number(code) });
    });
  };
  try {
    const workbench = await openWorkbench(host, server, { ...options, prepare });
    const result = await end;
    appendFileSync(options.logFile, `\nErrors of the page:\n${workbench.consoleErrors.join('\n')}\n`);
    await workbench.close();
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/** console.log's arguments; a second one may be the style of the first, which a terminal cannot show. */
function formatLog(args: unknown): string {
  const words = Array.isArray(args) ? (args as unknown[]) : [args];
  return words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word))).join(' ');
}
