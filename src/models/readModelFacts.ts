import { Worker } from 'node:worker_threads';
import { type ModelFacts } from './modelFacts.ts';

/**
 * Checks a model file in a thread of its own: the vocabulary of a large model takes a tenth of a second, in which an
 * extension host could do nothing else. Rejects when the file is refused. `program` is the bundle of modelFactsThread.ts.
 */
export function readModelFacts(program: string, file: string): Promise<ModelFacts> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(program, { workerData: file });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      reject(new Error('The thread that checks model files ended without an answer.'));
    });
  });
}
