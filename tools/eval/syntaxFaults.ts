import ts from 'typescript';
import { scanBrackets, type BracketState } from '../../src/core/completion/brackets.ts';
import { isMarkup, isProse } from '../../src/core/completion/languageTraits.ts';
import { indentationColumns, isBlank } from '../../src/core/completion/lineText.ts';

/** Where brackets may stand alone (`case x)`) or carry nothing. */
const WITHOUT_BRACKETS = new Set(['shellscript', 'yaml']);
/** As wide as Python itself takes a tab. */
const PYTHON_TAB = 8;

/**
 * How many faults a whole document has: brackets that do not match, and what breaks its language's own rules, by
 * TypeScript's parser for TypeScript and JavaScript, `JSON.parse` for JSON, the rules of indentation for Python and
 * YAML. 0 for prose, markup and shell scripts, where one pass proves nothing.
 */
export function syntaxFaults(text: string, languageId: string): number {
  if (isProse(languageId) || isMarkup(languageId)) {
    return 0;
  }
  const brackets = WITHOUT_BRACKETS.has(languageId) ? 0 : bracketFaults(text, languageId);
  return brackets + ownFaults(text, languageId);
}

function bracketFaults(text: string, languageId: string): number {
  const { open, closings, unclosed } = scanBrackets(text, languageId);
  return open.length + closings.length + unclosed;
}

function ownFaults(text: string, languageId: string): number {
  switch (languageId) {
    case 'typescript':
    case 'typescriptreact':
    case 'javascript':
    case 'javascriptreact':
      return typeScriptFaults(text, languageId);
    case 'json':
      return jsonFaults(text);
    case 'python':
      return pythonIndentationFaults(text);
    case 'yaml':
      return (text.match(/^ *\t/gmu) ?? []).length;
    default:
      return 0;
  }
}

function typeScriptFaults(text: string, languageId: string): number {
  // A file of either language may hold JSX by its name alone.
  const extensions =
    languageId === 'typescript' ? ['ts', 'tsx'] : [languageId.startsWith('type') ? 'tsx' : 'jsx'];
  const counts = extensions.map(
    (extension) =>
      ts.transpileModule(text, {
        fileName: `document.${extension}`,
        reportDiagnostics: true,
        compilerOptions: { jsx: ts.JsxEmit.Preserve, target: ts.ScriptTarget.ESNext },
      }).diagnostics?.length ?? 0,
  );
  return Math.min(...counts);
}

function jsonFaults(text: string): number {
  try {
    JSON.parse(text);
    return 0;
  } catch {
    return 1;
  }
}

/** Lines that are deeper without a colon before them, not deeper after one, or at a level that nothing opened. */
function pythonIndentationFaults(text: string): number {
  const levels = [0];
  let state: BracketState = { open: [], until: '' };
  let opens = false;
  let goesOn = false;
  let faults = 0;
  for (const line of text.split('\n')) {
    const isInside = state.open.length > 0 || state.until !== '' || goesOn;
    const code = line.replace(/(?:^|\s)#.*$/u, '').trimEnd();
    if (!isInside && !isBlank(code)) {
      faults += isMisplaced(indentationColumns(line, PYTHON_TAB), levels, opens) ? 1 : 0;
    }
    const after = scanBrackets(`${line}\n`, 'python', state);
    state = { open: after.open, until: after.until };
    if (!isBlank(code)) {
      goesOn = code.endsWith('\\');
      opens = code.endsWith(':') && state.open.length === 0 && state.until === '';
    }
  }
  return faults;
}

/** Whether a statement may not begin at the column; brings the open levels up to date. */
function isMisplaced(column: number, levels: number[], isAfterColon: boolean): boolean {
  const level = levels.at(-1) ?? 0;
  if (column > level) {
    levels.push(column);
    return !isAfterColon;
  }
  while ((levels.at(-1) ?? 0) > column) {
    levels.pop();
  }
  return isAfterColon || levels.at(-1) !== column;
}
