import { decodeInsideMessage } from '../../../src/webview/inside/decodeInsideMessage.ts';
import { insideHtml, type InsidePage } from '../../../src/webview/inside/insideHtml.ts';
import {
  type InsideHostMessage,
  type InsidePageMessage,
} from '../../../src/webview/inside/insideProtocol.ts';
import { englishInside } from '../../support/insidePage.ts';
import { type PageBrowser, startPageBrowser } from './pageHarness.ts';

/** A Chromium that opens the page about a model file; one for a whole suite. */
export type InsideBrowser = PageBrowser<InsidePage, InsidePageMessage, InsideHostMessage>;

/** Starts one. */
export function startInsideBrowser(): Promise<InsideBrowser> {
  return startPageBrowser({
    script: 'src/webview/page/inside/main.ts',
    style: 'src/webview/inside/inside.css',
    html: (shown, files) => insideHtml(shown, englishInside(), files),
    decode: decodeInsideMessage,
  });
}
