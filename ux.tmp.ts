import { readFileSync } from 'node:fs';
import { CompletionService } from './src/core/completion/completionService.ts';
import { systemClock } from './src/engine/clock.ts';
import { SupervisedCompletionEngine } from './src/engine/supervisedCompletionEngine.ts';
import { completeAt, indentationOf, askingWith } from './tools/support/caseDocument.ts';
import { headlessEngine } from './tools/support/headlessEngine.ts';
const supervisor = headlessEngine({ backend: 'cpu', modelPath: process.argv[4] });
await supervisor.ready();
const c = new CompletionService(new SupervisedCompletionEngine(supervisor), systemClock);
const file = process.argv[2]!; const base = readFileSync(file, 'utf8');
const typed = JSON.parse(process.argv[3]!) as string;
const others = () => ({ neighbours: [], copyFrom: ['samples/workspace/src/tide.ts', 'samples/workspace/src/main.ts'].map((path) => ({ path, text: readFileSync(path, 'utf8') })) });
let line = '';
for (let i = 1; i <= typed.length; i++) {
  const prefix = base + typed.slice(0, i);
  const o = await completeAt(c, { documentId: 'a', path: 'src/format.ts', languageId: 'typescript', prefix, suffix: '', endOfLine: '\n', indentation: indentationOf(base) }, askingWith('balanced'), others);
  line += typed[i - 1];
  console.log(JSON.stringify(typed.slice(Math.max(0, i - 20), i)), o.kind === 'suggestion' ? JSON.stringify(o.text) + ' ' + o.confidence.toFixed(2) : o.reason + ' ' + (o.confidence ?? 0).toFixed(2));
}
await supervisor.dispose();
