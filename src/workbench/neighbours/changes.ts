import * as vscode from 'vscode';
import { type ChangedLines } from '../../core/completion/neighbours/changeTrail.ts';

/** Where a position is once something was written before it, at it, or in place of what is around it. */
export function movedAlong(
  position: vscode.Position,
  { range: { start, end }, text }: vscode.TextDocumentContentChangeEvent,
): vscode.Position {
  if (end.isAfter(position)) {
    return start.isBefore(position) ? start : position;
  }
  const rows = text.split('\n');
  const line = position.line - (end.line - start.line) + rows.length - 1;
  const written = (rows.at(-1) ?? '').length + (rows.length === 1 ? start.character : 0);
  const isOnLine = position.line === end.line;
  return new vscode.Position(
    line,
    isOnLine ? position.character - end.character + written : position.character,
  );
}

/** The lines that a change has to do with. */
export function changedLines({ range, text }: vscode.TextDocumentContentChangeEvent): ChangedLines {
  return {
    firstLine: range.start.line,
    lastLine: range.end.line,
    addedBreaks: text.split('\n').length - 1,
  };
}
