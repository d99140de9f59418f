import path from 'node:path';
import * as vscode from 'vscode';
import { type DownloadedFile } from '../models/download/downloadFile.ts';
import { type DownloadProgress } from '../models/download/downloadHost.ts';

const MB = 1e6;
const GB = 1e9;

/** How far a download is, in one line: how much of how much, how fast, how long still. */
export function describeDownload(progress: DownloadProgress): string {
  const { kind, bytes, total, bytesPerSecond, secondsLeft } = progress;
  const much = describeShare(bytes, total);
  if (kind === 'reading') {
    return vscode.l10n.t('reading what is here: {0}', much);
  }
  const speed = bytesPerSecond > 0 ? [vscode.l10n.t('{0} per second', fileSize(bytesPerSecond))] : [];
  const time = secondsLeft === undefined ? [] : [vscode.l10n.t('{0} left', duration(secondsLeft))];
  return [much, ...speed, ...time].join(', ');
}

/** How much of a file is here. */
export function describeShare(bytes: number, total: number | undefined): string {
  return total === undefined
    ? fileSize(bytes)
    : vscode.l10n.t('{0} of {1}', fileSize(bytes), fileSize(total));
}

/** That a file is here, and what its content was compared with. */
export function describeDownloaded({ path: file, verification }: DownloadedFile, address: string): string {
  const name = path.basename(file);
  switch (verification) {
    case 'pinned':
      return vscode.l10n.t('OpenELM: {0} was downloaded. Its checksum is the pinned one.', name);
    case 'hub':
      return vscode.l10n.t(
        'OpenELM: {0} was downloaded. Its checksum is the one that {1} states.',
        name,
        new URL(address).host,
      );
    case 'unverified':
      return vscode.l10n.t('OpenELM: {0} was downloaded.', name);
  }
}

/** Decimal units, as disks and hubs count. */
function fileSize(bytes: number): string {
  return bytes < GB ? `${(bytes / MB).toFixed(1)} MB` : `${(bytes / GB).toFixed(2)} GB`;
}

/** Coarse, because it is a guess. */
function duration(seconds: number): string {
  if (seconds < 60) {
    return vscode.l10n.t('{0} s', seconds);
  }
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60
    ? vscode.l10n.t('{0} min', minutes)
    : vscode.l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}
