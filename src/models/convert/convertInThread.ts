import { Worker } from 'node:worker_threads';
import { ModelFileError, type ModelFileErrorCode, type ModelFileErrorDetail } from '../modelFileError.ts';
import { ConvertError, type ConvertErrorCode } from './convertError.ts';
import { type ConvertOptions } from './convertOpenElm.ts';

/** What the thread is started with. */
export type ThreadOptions = Omit<ConvertOptions, 'signal' | 'onProgress'>;

/** What the thread tells; any message to it calls the conversion off. */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly percent: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'refused'; readonly code: ConvertErrorCode; readonly detail: ModelFileErrorDetail }
  | {
      readonly kind: 'badTokenizerFile';
      readonly code: ModelFileErrorCode;
      readonly detail: ModelFileErrorDetail;
    }
  | { readonly kind: 'broken'; readonly message: string };

/** Who listens to a conversion, and who may call it off. */
export interface ConvertListener {
  readonly signal: AbortSignal;
  readonly onPercent: (percent: number) => void;
}

/**
 * Converts in a thread of its own, in which rounding hundreds of millions of numbers holds nobody up. Settles as
 * `convertOpenElm` does. `program` is the bundle of convertThread.ts.
 */
export function convertInThread(
  program: string,
  options: ThreadOptions,
  { signal, onPercent }: ConvertListener,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(program, { workerData: options });
    const stop = (): void => {
      thread.postMessage('stop');
    };
    signal.addEventListener('abort', stop, { once: true });
    thread.on('message', (message: ThreadMessage) => {
      switch (message.kind) {
        case 'progress':
          onPercent(message.percent);
          return;
        case 'done':
          resolve();
          return;
        case 'stopped':
          reject(signal.reason as Error);
          return;
        case 'refused':
          reject(new ConvertError(message.code, message.detail));
          return;
        case 'badTokenizerFile':
          reject(new ModelFileError(message.code, message.detail));
          return;
        case 'broken':
          reject(new Error(message.message));
      }
    });
    thread.once('error', reject);
    thread.once('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(new Error('The thread that converts a model ended without a word.'));
    });
    if (signal.aborted) {
      stop();
    }
  });
}
