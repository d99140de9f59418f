/** The program of a thread that checks one model file; see readModelFacts.ts. A rejection ends it with an error. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkModelFile } from './checkModelFile.ts';

void checkModelFile(workerData as string).then((facts) => {
  parentPort?.postMessage(facts);
});
