/**
 * `npm run pictures -- FOLDER [KIND…]`: takes pictures for people to look at, in dark, light and high contrast: of the
 * commands, the status bar, the chat page, the view of a model, the list of them, VS Code's own lists of language models
 * and the benchmark, or of the kinds that are named. FOLDER may lie anywhere; without one they go to .artifacts/pictures/.
 */
import path from 'node:path';
import { artifactsFolder } from './host/paths.ts';
import { takeBenchmarkPictures } from './pictures/benchmarkPictures.ts';
import { takeChatPagePictures } from './pictures/chatPagePictures.ts';
import { takeCommandPictures } from './pictures/commandPictures.ts';
import { takeInsidePictures } from './pictures/insidePictures.ts';
import { takeLanguageModelPictures } from './pictures/languageModelPictures.ts';
import { takeModelPictures } from './pictures/modelPictures.ts';
import { takeStatusPictures } from './pictures/statusPictures.ts';

const KINDS: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  commands: takeCommandPictures,
  status: takeStatusPictures,
  chat: takeChatPagePictures,
  inside: takeInsidePictures,
  models: takeModelPictures,
  picker: takeLanguageModelPictures,
  benchmark: takeBenchmarkPictures,
};

const [folder = path.join(artifactsFolder, 'pictures'), ...named] = process.argv.slice(2);
for (const kind of named.length > 0 ? named : Object.keys(KINDS)) {
  const take = KINDS[kind];
  if (take === undefined) {
    throw new Error(`There are no pictures of “${kind}”, only of ${Object.keys(KINDS).join(', ')}.`);
  }
  await take(path.resolve(folder, kind));
}
