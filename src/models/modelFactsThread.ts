/** The program of a thread that reads one model file; see readModelFacts.ts. A rejection ends it with an error. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkAdapterFor } from './adapters/checkAdapterFor.ts';
import { checkModelFile } from './checkModelFile.ts';
import { readModelInside } from './inside/modelInside.ts';
import { type ThreadQuestion } from './readModelFacts.ts';

void answer(workerData as ThreadQuestion).then((found) => {
  parentPort?.postMessage(found);
});

function answer(question: ThreadQuestion): Promise<unknown> {
  switch (question.about) {
    case 'facts':
      return checkModelFile(question.file);
    case 'inside':
      return readModelInside(question.file);
    case 'adapter':
      return checkAdapterFor(question.model, question.file);
  }
}
