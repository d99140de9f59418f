/** Stands in for a program that is about to be killed: downloads what it is started with and tells how far it is. */
import { downloadFile } from '../../src/models/download/downloadFile.ts';
import { type WantedFile } from '../../src/models/download/wantedFile.ts';
import { testHost } from './testDownload.ts';

const wanted = JSON.parse(process.argv[2] ?? '') as WantedFile;
await downloadFile(
  wanted,
  testHost({
    onProgress: ({ bytes }) => {
      process.send?.(bytes);
    },
  }),
);
