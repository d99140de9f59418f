import { Worker } from 'node:worker_threads';
import { type ModelInside } from './inside/modelInside.ts';
import { type ModelFacts } from './modelFacts.ts';
import { MODEL_FILE_SENTENCES, ModelFileError, type ModelFileErrorCode } from './modelFileError.ts';

/** What the thread is asked for. */
export interface ThreadQuestion {
  readonly about: 'facts' | 'inside';
  readonly file: string;
}

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
  return isCode(code) && typeof detail === 'object' ? new ModelFileError(code, { ...detail }) : error;
}

function isCode(code: unknown): code is ModelFileErrorCode {
  return typeof code === 'string' && code in MODEL_FILE_SENTENCES;
}
