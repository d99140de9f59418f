import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DownloadError, type DownloadErrorCode } from '../../src/models/download/downloadError.ts';
import { downloadFile } from '../../src/models/download/downloadFile.ts';
import { type DownloadHost } from '../../src/models/download/downloadHost.ts';
import { lockPath } from '../../src/models/download/downloadLock.ts';
import { type WantedFile } from '../../src/models/download/wantedFile.ts';
import { FakeHub } from './fakeHub.ts';
import { temporaryFiles } from './temporaryFiles.ts';
import { testHost } from './testDownload.ts';

/** A hub and an empty folder to download into, both anew for each test; call it inside `describe`. */
export class DownloadFolder {
  hub!: FakeHub;
  folder = '';
  readonly files = temporaryFiles();

  constructor(content: Buffer) {
    let count = 0;
    beforeEach(async () => {
      this.folder = this.files.path(`folder-${++count}`);
      this.hub = await FakeHub.start(content);
    });
    afterEach(() => this.hub.close());
  }

  /** The final path. */
  get target(): string {
    return path.join(this.folder, 'model.gguf');
  }

  get names(): readonly string[] {
    return existsSync(this.folder) ? readdirSync(this.folder) : [];
  }

  wanted(more: Partial<WantedFile> = {}): WantedFile {
    return { address: this.hub.address, folder: this.folder, name: path.basename(this.target), ...more };
  }

  fetch(more: Partial<WantedFile> = {}, given: Partial<DownloadHost> = {}): Promise<unknown> {
    return downloadFile(this.wanted(more), testHost(given));
  }

  /** Asserts that a download fails so, that nothing lies under the final name, and that another may begin. */
  async fails(download: Promise<unknown>, code: DownloadErrorCode): Promise<DownloadError> {
    const error = await download.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof DownloadError, String(error));
    assert.equal(error.code, code);
    assert.doesNotMatch(error.message, /\{\w+\}/u);
    assert.equal(existsSync(this.target), false);
    assert.equal(existsSync(lockPath(this.target)), false);
    return error;
  }
}

/** Whether an error says so. */
export function saysCode(code: DownloadErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof DownloadError && error.code === code;
}
