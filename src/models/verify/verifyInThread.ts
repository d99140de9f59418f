import { Worker } from 'node:worker_threads';
import { asError } from '../../core/text/asError.ts';
import { ConvertError, type ConvertErrorCode } from '../convert/convertError.ts';
import { ModelFileError, type ModelFileErrorCode, type ModelFileErrorDetail } from '../modelFileError.ts';
import { type EngineNumbers } from './compareNumbers.ts';
import { VerifyError, type VerifyErrorCode } from './verifyError.ts';
import {
  type MeasureFile,
  type Verification,
  type VerifyListener,
  type VerifyOptions,
  type VerifyStep,
} from './verifyOpenElm.ts';

/** What the thread tells; it waits for an answer to `measure`. */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly step: VerifyStep; readonly percent: number }
  | { readonly kind: 'measure'; readonly file: string }
  | { readonly kind: 'done'; readonly result: Verification }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'notOfficial'; readonly code: VerifyErrorCode; readonly detail: ModelFileErrorDetail }
  | { readonly kind: 'refused'; readonly code: ConvertErrorCode; readonly detail: ModelFileErrorDetail }
  | { readonly kind: 'badFile'; readonly code: ModelFileErrorCode; readonly detail: ModelFileErrorDetail }
  | { readonly kind: 'broken'; readonly message: string };

/** What the thread is told. */
export type ThreadAnswer =
  { readonly kind: 'stop' } | { readonly kind: 'numbers'; readonly numbers: EngineNumbers };

/**
 * Verifies in a thread of its own, which computes for minutes; the engine is asked from here. Settles as
 * `verifyOpenElm` does. `program` is the bundle of verifyThread.ts.
 */
export function verifyInThread(
  program: string,
  options: VerifyOptions,
  measure: MeasureFile,
  { signal, onProgress }: VerifyListener,
): Promise<Verification> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(program, { workerData: options });
    const answer = (message: ThreadAnswer): void => {
      thread.postMessage(message);
    };
    const stop = (): void => {
      answer({ kind: 'stop' });
    };
    /** What the engine ends with is the verification's end; the thread then only clears up. */
    const giveUp = (error: unknown): void => {
      reject(asError(error));
      stop();
    };
    signal.addEventListener('abort', stop, { once: true });
    thread.on('message', (message: ThreadMessage) => {
      switch (message.kind) {
        case 'progress':
          onProgress(message.step, message.percent / 100);
          return;
        case 'measure':
          measure(message.file).then((numbers) => {
            answer({ kind: 'numbers', numbers });
          }, giveUp);
          return;
        case 'done':
          resolve(message.result);
          return;
        case 'stopped':
        case 'notOfficial':
        case 'refused':
        case 'badFile':
        case 'broken':
          reject(errorOf(message, signal));
      }
    });
    thread.once('error', reject);
    thread.once('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(new Error('The thread that verifies a model ended without a word.'));
    });
    if (signal.aborted) {
      stop();
    }
  });
}

function errorOf(
  message: Exclude<ThreadMessage, { kind: 'progress' | 'measure' | 'done' }>,
  signal: AbortSignal,
): Error {
  switch (message.kind) {
    case 'stopped':
      return signal.reason as Error;
    case 'notOfficial':
      return new VerifyError(message.code, message.detail);
    case 'refused':
      return new ConvertError(message.code, message.detail);
    case 'badFile':
      return new ModelFileError(message.code, message.detail);
    case 'broken':
      return new Error(message.message);
  }
}
