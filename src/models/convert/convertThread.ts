/** The program of a thread that converts one model; see convertInThread.ts for what it is told and what it tells. */
import { parentPort, workerData } from 'node:worker_threads';
import { ModelFileError } from '../modelFileError.ts';
import { ConvertError } from './convertError.ts';
import { type ThreadMessage, type ThreadOptions } from './convertInThread.ts';
import { convertOpenElm } from './convertOpenElm.ts';

const abort = new AbortController();
parentPort?.once('message', () => {
  abort.abort();
});

let shownPercent = -1;
convertOpenElm({
  ...(workerData as ThreadOptions),
  signal: abort.signal,
  onProgress: (fraction) => {
    const percent = Math.floor(fraction * 100);
    if (percent > shownPercent) {
      shownPercent = percent;
      tell({ kind: 'progress', percent });
    }
  },
})
  .then(
    () => {
      tell({ kind: 'done' });
    },
    (error: unknown) => {
      tell(toMessage(error));
    },
  )
  .finally(() => {
    // The port would keep the thread alive.
    parentPort?.close();
  });

function tell(message: ThreadMessage): void {
  parentPort?.postMessage(message);
}

function toMessage(error: unknown): ThreadMessage {
  if (abort.signal.aborted) {
    return { kind: 'stopped' };
  }
  if (error instanceof ConvertError) {
    return { kind: 'refused', code: error.code, detail: error.detail };
  }
  return error instanceof ModelFileError
    ? { kind: 'badTokenizerFile', code: error.code, detail: error.detail }
    : { kind: 'broken', message: String(error) };
}
