import { pathToFileURL } from 'node:url';
import { CHROMIUM_FLAGS, findChromium } from './chromium.ts';
import { type TestHost } from './install.ts';

/**
 * The part of playwright-core that is used here. The library is installed with the test host, apart from the project,
 * so its own types are not there when the project is compiled.
 */
export interface Browser {
  newContext(options: { viewport: Viewport | null; bypassCSP?: boolean }): Promise<BrowserContext>;
  on(event: 'disconnected', listener: () => void): void;
  close(): Promise<void>;
}

/** Size of a page in CSS pixels. */
export interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** A browser profile in memory. */
export interface BrowserContext {
  newPage(): Promise<Page>;
  newCDPSession(page: Page): Promise<DevToolsSession>;
  grantPermissions(permissions: readonly ('clipboard-read' | 'clipboard-write')[]): Promise<void>;
}

/** Chromium's own protocol, for what Playwright has no method for, such as input methods. */
export interface DevToolsSession {
  send(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** A tab. */
export interface Page {
  readonly keyboard: Keyboard;
  readonly mouse: {
    move(x: number, y: number): Promise<void>;
    wheel(x: number, y: number): Promise<void>;
  };
  addInitScript(script: { content: string }): Promise<void>;
  bringToFront(): Promise<void>;
  /** Runs an expression in the page; a string, because tsx adds to functions what a page does not know. */
  evaluate(expression: string): Promise<unknown>;
  exposeFunction(name: string, callback: (...args: unknown[]) => void): Promise<void>;
  context(): BrowserContext;
  frames(): Frame[];
  goto(url: string, options?: { timeout?: number; waitUntil?: 'commit' | 'load' }): Promise<unknown>;
  locator(selector: string): Locator;
  on(event: 'console', listener: (message: ConsoleMessage) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  on(event: 'close', listener: () => void): void;
  on(event: 'request', listener: (request: { url(): string }) => void): void;
  close(): Promise<void>;
  setViewportSize(size: Viewport): Promise<void>;
  setContent(html: string): Promise<void>;
  screenshot(options: {
    path?: string;
    clip?: { x: number; y: number; width: number; height: number };
  }): Promise<Buffer>;
}

/** A document in a tab: the workbench or one of its webviews. */
export interface Frame {
  url(): string;
  evaluate(expression: string): Promise<unknown>;
  locator(selector: string): Locator;
}

/** A query that is run each time it is used. */
export interface Locator {
  click(options?: { timeout?: number }): Promise<void>;
  count(): Promise<number>;
  fill(value: string, options?: { timeout?: number }): Promise<void>;
  first(): Locator;
  getAttribute(name: string, options?: { timeout?: number }): Promise<string | null>;
  hover(options?: { timeout?: number }): Promise<void>;
  innerText(options?: { timeout?: number }): Promise<string>;
  inputValue(options?: { timeout?: number }): Promise<string>;
  isVisible(): Promise<boolean>;
  locator(selector: string): Locator;
  nth(index: number): Locator;
  waitFor(options: {
    state: 'visible' | 'hidden' | 'attached' | 'detached';
    timeout?: number;
  }): Promise<void>;
}

/** Keys as a user presses them; names as in the DOM's `KeyboardEvent.key`, joined by `+`. */
export interface Keyboard {
  press(key: string, options?: { delay?: number }): Promise<void>;
  type(text: string, options?: { delay?: number }): Promise<void>;
  insertText(text: string): Promise<void>;
}

interface ConsoleMessage {
  type(): string;
  text(): string;
}

interface PlaywrightModule {
  readonly chromium: {
    launch(options: {
      executablePath: string;
      headless: boolean;
      args: readonly string[];
      handleSIGINT: boolean;
      handleSIGTERM: boolean;
      handleSIGHUP: boolean;
    }): Promise<Browser>;
  };
}

/** Starts the installed Chromium; it ends with this process. */
export async function launchChromium(host: TestHost, headless: boolean): Promise<Browser> {
  const executablePath = findChromium();
  const { chromium } = (await import(pathToFileURL(host.playwrightModule).href)) as PlaywrightModule;
  return chromium.launch({
    executablePath,
    headless,
    args: CHROMIUM_FLAGS,
    // Signals are this program's: processGroup.ts ends it, and the browser with it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}
