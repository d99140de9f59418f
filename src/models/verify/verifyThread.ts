/** The program of a thread that verifies one model; see verifyInThread.ts for what it is told and what it tells. */
import { parentPort, workerData } from 'node:worker_threads';
import { ConvertError } from '../convert/convertError.ts';
import { ModelFileError } from '../modelFileError.ts';
import { type EngineNumbers } from './compareNumbers.ts';
import { VerifyError } from './verifyError.ts';
import { type ThreadAnswer, type ThreadMessage } from './verifyInThread.ts';
import { verifyOpenElm, type VerifyOptions } from './verifyOpenElm.ts';

const abort = new AbortController();
let takeNumbers: ((numbers: EngineNumbers) => void) | undefined;
parentPort?.on('message', (answer: ThreadAnswer) => {
  if (answer.kind === 'stop') {
    abort.abort();
  } else {
    takeNumbers?.(answer.numbers);
  }
});

let shown = '';
verifyOpenElm(
  workerData as VerifyOptions,
  (file) => {
    tell({ kind: 'measure', file });
    return new Promise((resolve, reject) => {
      takeNumbers = resolve;
      abort.signal.addEventListener('abort', () => {
        reject(abort.signal.reason as Error);
      });
    });
  },
  {
    signal: abort.signal,
    onProgress: (step, fraction) => {
      const percent = Math.floor(fraction * 100);
      if (shown !== `${step} ${percent}`) {
        shown = `${step} ${percent}`;
        tell({ kind: 'progress', step, percent });
      }
    },
  },
)
  .then(
    (result) => {
      tell({ kind: 'done', result });
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
  if (error instanceof VerifyError) {
    return { kind: 'notOfficial', code: error.code, detail: error.detail };
  }
  if (error instanceof ConvertError) {
    return { kind: 'refused', code: error.code, detail: error.detail };
  }
  return error instanceof ModelFileError
    ? { kind: 'badFile', code: error.code, detail: error.detail }
    : { kind: 'broken', message: String(error) };
}
