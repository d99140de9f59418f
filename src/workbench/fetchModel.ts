import * as vscode from 'vscode';
import { systemClock } from '../engine/clock.ts';
import { DownloadError } from '../models/download/downloadError.ts';
import { type DownloadedFile } from '../models/download/downloadFile.ts';
import { type DownloadHost } from '../models/download/downloadHost.ts';
import { downloadModelFile } from '../models/download/downloadModelFile.ts';
import { DownloadPaused } from '../models/download/downloadPaused.ts';
import { type WantedFile } from '../models/download/wantedFile.ts';
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
}

/** How a file is fetched. */
export type Download = (wanted: WantedFile, host: DownloadHost) => Promise<DownloadedFile>;

/**
 * Fetches a model, or another file, that the user has asked for, with its progress in a notification. Returns its path when it lies there,
 * checked; undefined when it was paused, cancelled or failed, which was said then.
 */
export async function fetchModel(
  wanted: WantedFile,
  services: FetchServices,
  download: Download = downloadModelFile,
): Promise<string | undefined> {
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
      return file.path;
    } catch (error) {
      if (!(await wantsToGoOn(error, wanted, services.log))) {
        return undefined;
      }
    }
  }
}

async function fetchOnce(
  wanted: WantedFile,
  { log, downloads }: FetchServices,
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
async function wantsToGoOn(
  error: unknown,
  { name }: WantedFile,
  log: vscode.LogOutputChannel,
): Promise<boolean> {
  if (error instanceof DownloadPaused) {
    const resume = vscode.l10n.t('Resume');
    const paused = vscode.l10n.t('OpenELM: the download of {0} is paused. What was fetched is kept.', name);
    return (await vscode.window.showInformationMessage(withoutLinks(paused), resume)) === resume;
  }
  if (isCancelled(error)) {
    return false;
  }
  log.warn(`Download of ${name}: ${String(error)}`);
  const again = vscode.l10n.t('Try Again');
  const buttons = error instanceof DownloadError && error.isResumable ? [again] : [];
  const failed = withoutLinks(`OpenELM: ${describeDownloadFailure(error)}`);
  return (await vscode.window.showErrorMessage(failed, ...buttons)) === again;
}
