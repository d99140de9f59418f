import { Worker } from 'node:worker_threads';
import { ADAPTER_SENTENCES, AdapterError, type AdapterErrorCode } from './adapters/adapterError.ts';
import { type AdapterFacts } from './adapters/checkAdapterFile.ts';
import { type ModelInside } from './inside/modelInside.ts';
import { type ModelFacts } from './modelFacts.ts';
import { MODEL_FILE_SENTENCES, ModelFileError, type ModelFileErrorCode } from './modelFileError.ts';

/** What the thread is asked for. */
export type ThreadQuestion =
  | { readonly about: 'facts' | 'inside'; readonly file: string }
  | { readonly about: 'adapter'; readonly file: string; readonly model: string };

/**
 * Checks a model file in a thread of its own: the vocabulary of a large model takes a tenth of a second, in which an
 * extension host could do nothing else. Rejects with a ModelFileError when the file is refused. `program` is the bundle of
 * modelFactsThread.ts.
 */
export function readModelFacts(program: string, file: string): Promise<ModelFacts> {
  return ask<ModelFacts>(program, { about: 'facts', file });
}

/** Reads what is inside a model file in such a thread. Settles as `readModelInside` does. */
export function readInsideInThread(program: string, file: string): Promise<ModelInside> {
  return ask<ModelInside>(program, { about: 'inside', file });
}

/** Checks an adapter against a model file in such a thread. Rejects with an `AdapterError`, or as `readModelFacts` does. */
export function checkAdapterInThread(program: string, model: string, adapter: string): Promise<AdapterFacts> {
  return ask<AdapterFacts>(program, { about: 'adapter', file: adapter, model });
}

function ask<Answer>(program: string, question: ThreadQuestion): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(program, { workerData: question });
    thread.once('message', resolve);
    thread.once('error', (error: Error) => {
      reject(fromThread(error));
    });
    thread.once('exit', () => {
      reject(new Error('The thread that checks model files ended without an answer.'));
    });
  });
}

/** What a thread throws arrives without its class. */
function fromThread(error: Error & { readonly code?: unknown; readonly detail?: unknown }): Error {
  const { code, detail } = error;
  if (typeof detail !== 'object') {
    return error;
  }
  if (isAdapterCode(code)) {
    return new AdapterError(code, { ...detail });
  }
  return isCode(code) ? new ModelFileError(code, { ...detail }) : error;
}

function isAdapterCode(code: unknown): code is AdapterErrorCode {
  return typeof code === 'string' && code in ADAPTER_SENTENCES;
}

function isCode(code: unknown): code is ModelFileErrorCode {
  return typeof code === 'string' && code in MODEL_FILE_SENTENCES;
}
