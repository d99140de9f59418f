import { type ChatEngine } from '../../src/core/chat/chatEngine.ts';
import { type ContextItem } from '../../src/core/chat/conversation.ts';
import { documentEdit } from '../../src/core/chat/edits/documentEdit.ts';
import { editOfAnswer } from '../../src/core/chat/edits/editOfAnswer.ts';
import { editRequest, type CodeChange } from '../../src/core/chat/edits/editRequest.ts';
import { extractCode } from '../../src/core/chat/edits/extractCode.ts';
import { askedRun, type Answered } from './askedRun.ts';
import { codeTokens, syntaxProblems, type HeldoutFunction } from './heldoutFunctions.ts';
import { type CommandRuns, type Run } from './report.ts';

/** What people ask for; taken in turn. */
const INSTRUCTIONS = [
  'rename the first parameter to `input`',
  'log the arguments with console.log at the beginning',
  'return undefined at once when the first argument is null or undefined',
  'wrap the body in try and catch, and log the error',
];

/** Asks for a change of each function and judges the replacement that the user would be offered. */
export async function editRuns(
  engine: ChatEngine,
  kind: 'fix' | 'document' | 'instruction',
  functions: readonly HeldoutFunction[],
): Promise<CommandRuns> {
  const runs: Run[] = [];
  for (const [index, one] of functions.entries()) {
    const change: CodeChange =
      kind === 'instruction' ? { kind, text: INSTRUCTIONS[index % INSTRUCTIONS.length] ?? '' } : { kind };
    const code = kind === 'fix' ? broken(one.code) : one.code;
    const context = [codeItem(one, code), ...(kind === 'fix' ? problemItems(one, code) : [])];
    const asked = { id: `${kind} ${one.id}`, ...editRequest(change), context };
    runs.push(
      await askedRun(engine, asked, (answer) =>
        judgeEdit(answer, kind, { code, original: one.code, languageId: one.languageId }),
      ),
    );
  }
  return { command: kind, runs };
}

/** Asks for tests, which stand beside the code. */
export async function testRuns(
  engine: ChatEngine,
  functions: readonly HeldoutFunction[],
): Promise<CommandRuns> {
  const runs: Run[] = [];
  for (const one of functions) {
    const asked = { id: `tests ${one.id}`, question: '/tests', context: [codeItem(one, one.code)] };
    runs.push(await askedRun(engine, asked, judgeTests));
  }
  return { command: 'tests', runs };
}

function codeItem({ id, languageId }: HeldoutFunction, text: string): ContextItem {
  return { kind: 'selection', label: id, path: `src/${id}.ts`, languageId, text };
}

function problemItems({ id }: HeldoutFunction, code: string): readonly ContextItem[] {
  const lines = code.split('\n');
  const text = syntaxProblems(code)
    .map(({ line, message }) => `line ${line + 1}: ts: ${message}\n    ${(lines[line] ?? '').trim()}`)
    .join('\n');
  return text === '' ? [] : [{ kind: 'problems', label: `Problems of ${id}`, text }];
}

/** The function without the last bracket that closes something before its end. */
function broken(code: string): string {
  const body = code.trimEnd().slice(0, -1);
  const at = Math.max(body.lastIndexOf(')'), body.lastIndexOf(']'), body.lastIndexOf('}'));
  return at === -1 ? code : code.slice(0, at) + code.slice(at + 1);
}

function judgeEdit(
  { text, isCut }: Answered,
  kind: CodeChange['kind'],
  {
    code,
    original,
    languageId,
  }: { readonly code: string; readonly original: string; readonly languageId: string },
): Pick<Run, 'outcome' | 'text'> {
  const selected = { text: code, before: '' };
  const edit =
    kind === 'document'
      ? documentEdit(text, isCut, selected, languageId)
      : editOfAnswer(text, isCut, selected);
  if (edit.kind !== 'replace') {
    return { outcome: `not offered: ${edit.kind}`, text };
  }
  if (syntaxProblems(edit.text).length > 0) {
    return { outcome: 'offered, does not parse', text: edit.text };
  }
  const isSameCode = codeTokens(edit.text) === codeTokens(original);
  switch (kind) {
    case 'fix':
      return {
        outcome: isSameCode ? 'offered, as before it was broken' : 'offered, parses',
        text: edit.text,
      };
    case 'document':
      return {
        outcome: isSameCode ? 'offered, comments alone' : 'offered, code changed too',
        text: edit.text,
      };
    case 'instruction':
    case 'simplify':
      return { outcome: isSameCode ? 'offered, code as it was' : 'offered, parses', text: edit.text };
  }
}

function judgeTests({ text, isCut }: Answered): Pick<Run, 'outcome' | 'text'> {
  const extracted = extractCode(text, isCut);
  if (extracted.kind !== 'code') {
    return { outcome: extracted.kind === 'cut' ? 'cut by the limit' : 'words only', text };
  }
  const parses = syntaxProblems(extracted.code).length === 0;
  const hasTest = /\b(?:it|test|describe|assert|expect)\b/u.test(extracted.code);
  return {
    outcome: `${hasTest ? 'a test' : 'code without a test'}, ${parses ? 'parses' : 'does not parse'}`,
    text,
  };
}
