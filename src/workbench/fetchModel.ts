import * as vscode from 'vscode';
import { systemClock } from '../engine/clock.ts';
import { DownloadError, type DownloadErrorCode } from '../models/download/downloadError.ts';
import { type DownloadedFile } from '../models/download/downloadFile.ts';
import { type DownloadHost } from '../models/download/downloadHost.ts';
import { downloadModelFile } from '../models/download/downloadModelFile.ts';
import { DownloadPaused } from '../models/download/downloadPaused.ts';
import { type WantedFile } from '../models/download/wantedFile.ts';
import { type AccessTokens } from './accessTokens.ts';
import { askForToken } from './askForToken.ts';
import { describeDownload } from './describeDownload.ts';
import { describeDownloadFailure } from './describeDownloadFailure.ts';
import { isCancelled } from './isCancelled.ts';
import { type RunningDownloads } from './runningDownloads.ts';
import { withoutLinks } from './withoutLinks.ts';

/** What fetching needs of the window. */
export interface FetchServices {
  /** Told of every address that is contacted. */
  readonly log: vscode.LogOutputChannel;
  readonly downloads: RunningDownloads;
  readonly tokens: AccessTokens;
}

/** What an access token may help against. */
const REFUSED: ReadonlySet<DownloadErrorCode> = new Set(['gated', 'forbidden', 'tokenRefused']);

/** How a file is fetched. */
export type Download = (wanted: WantedFile, host: DownloadHost) => Promise<DownloadedFile>;

/**
 * Fetches a model, or another file, that the user has asked for, with its progress in a notification. Returns what lies
 * there, checked; undefined when it was paused, cancelled or failed, which was said then.
 */
export async function fetchModel(
  wanted: WantedFile,
  services: FetchServices,
  download: Download = downloadModelFile,
): Promise<DownloadedFile | undefined> {
  for (;;) {
    try {
      const file = await fetchOnce(wanted, services, download);
      if (file.verification === 'unverified') {
        const unverified = vscode.l10n.t(
          'OpenELM: {0} is here, but nobody says which checksum it has to have. Its form was checked, its content could not be.',
          wanted.name,
        );
        void vscode.window.showWarningMessage(withoutLinks(unverified));
      }
      return file;
    } catch (error) {
      if (!(await wantsToGoOn(error, wanted, services))) {
        return undefined;
      }
    }
  }
}

async function fetchOnce(
  wanted: WantedFile,
  { log, downloads, tokens }: FetchServices,
  download: Download,
): Promise<DownloadedFile> {
  const { id, control } = downloads.begin();
  const pause = `[${vscode.l10n.t('Pause')}](command:openelm.pauseDownload?${encodeURIComponent(JSON.stringify([id]))})`;
  try {
    return await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: withoutLinks(vscode.l10n.t('OpenELM: downloading {0}', wanted.name)),
        cancellable: true,
      },
      (progress, token) => {
        token.onCancellationRequested(() => {
          control.abort();
        });
        let shown = 0;
        return download(wanted, {
          clock: systemClock,
          random: Math.random,
          signal: control.signal,
          log: (line) => {
            log.info(`Download: ${line}`);
          },
          accessToken: async (host) => {
            try {
              return await tokens.of(host);
            } catch (error) {
              log.warn(`Download: the secret storage can’t be read: ${String(error)}`);
              return undefined;
            }
          },
          onProgress: (reached) => {
            const percent = reached.total === undefined ? 0 : (100 * reached.bytes) / reached.total;
            // What was read again of an earlier download is no step back.
            const increment = Math.max(0, percent - shown);
            shown += increment;
            progress.report({ message: `${describeDownload(reached)} · ${pause}`, increment });
          },
        });
      },
    );
  } finally {
    downloads.end(id);
  }
}

/** Says why a download has ended; whether the user lets it go on. */
async function wantsToGoOn(error: unknown, wanted: WantedFile, services: FetchServices): Promise<boolean> {
  if (error instanceof DownloadPaused) {
    const resume = vscode.l10n.t('Resume');
    const paused = vscode.l10n.t(
      'OpenELM: the download of {0} is paused. What was fetched is kept.',
      wanted.name,
    );
    return (await vscode.window.showInformationMessage(withoutLinks(paused), resume)) === resume;
  }
  if (isCancelled(error)) {
    return false;
  }
  services.log.warn(`Download of ${wanted.name}: ${String(error)}`);
  const { host } = new URL(wanted.address);
  if (error instanceof DownloadError && REFUSED.has(error.code) && error.detail['host'] === host) {
    return offerToken(error, host, services.tokens);
  }
  const again = vscode.l10n.t('Try Again');
  const buttons = error instanceof DownloadError && error.isResumable ? [again] : [];
  const failed = withoutLinks(`OpenELM: ${describeDownloadFailure(error)}`);
  return (await vscode.window.showErrorMessage(failed, ...buttons)) === again;
}

/** Lets the user accept the terms on the hub's page and enter an access token; whether there is one to try. */
async function offerToken(error: DownloadError, host: string, tokens: AccessTokens): Promise<boolean> {
  const { page } = error.detail;
  const open = vscode.l10n.t('Open Its Page');
  const enter = vscode.l10n.t('Enter an Access Token…');
  const failed = withoutLinks(`OpenELM: ${describeDownloadFailure(error)}`);
  for (;;) {
    const buttons = [...(typeof page === 'string' ? [open] : []), enter];
    const answer = await vscode.window.showErrorMessage(failed, ...buttons);
    if (answer !== open) {
      return answer === enter && askForToken(host, tokens);
    }
    await vscode.env.openExternal(vscode.Uri.parse(String(page), true));
  }
}
