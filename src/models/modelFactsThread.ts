/** The program of a thread that reads one model file; see readModelFacts.ts. A rejection ends it with an error. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkModelFile } from './checkModelFile.ts';
import { readModelInside } from './inside/modelInside.ts';
import { type ThreadQuestion } from './readModelFacts.ts';

const { about, file } = workerData as ThreadQuestion;
const answer = about === 'facts' ? checkModelFile(file) : readModelInside(file);
void answer.then((found) => {
  parentPort?.postMessage(found);
});
