import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { CompletionService } from '../../src/core/completion/completionService.ts';
import { WHOLE_PIPELINE } from '../../src/core/completion/pipelineIdeas.ts';
import { systemClock } from '../../src/engine/clock.ts';
import { toDocumentContext } from '../../src/provider/toDocumentContext.ts';
import { Grammars } from '../../src/syntax/grammars.ts';
import { TreeSitterJudge } from '../../src/syntax/treeSitterJudge.ts';
import { typedAt } from '../support/completionQuery.ts';
import { ScriptedEngine } from '../support/scriptedEngine.ts';

describe('the syntax of suggestions', () => {
  it('is checked by the grammars of the package', async () => {
    const { extensionPath } = vscode.extensions.getExtension('openelm.openelm') ?? assert.fail();
    const grammars = new Grammars(path.join(extensionPath, 'dist', 'syntax'), (name, error) => {
      throw new Error(name, { cause: error });
    });
    await grammars.load('typescript');
    const judge = new TreeSitterJudge(grammars, { judgeMs: Infinity, turnMs: Infinity });
    const content = 'function f() {\n  let m\n}\n';
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
    const query = typedAt(toDocumentContext(document, new vscode.Position(1, 7)));
    const completions = new CompletionService(
      new ScriptedEngine('apping ='),
      systemClock,
      WHOLE_PIPELINE,
      judge,
    );
    const outcome = await completions.complete(query, new AbortController().signal);
    judge.dispose();
    assert.ok(outcome.kind === 'suggestion');
    assert.equal(outcome.text, 'apping');
  });
});
