import assert from 'node:assert/strict';
import { endOfConstruct } from '../../../src/core/completion/blockScope.ts';
import { CompletionService } from '../../../src/core/completion/completionService.ts';
import { type PipelineIdea } from '../../../src/core/completion/pipelineIdeas.ts';
import { StopWatcher } from '../../../src/core/completion/stopRules.ts';
import { type SyntaxJudge } from '../../../src/core/completion/syntaxJudge.ts';
import { syntaxJudge } from '../../../tools/support/syntaxJudge.ts';
import { typedAt } from '../../support/completionQuery.ts';
import { at, inMarkdown, inPython } from '../../support/cursor.ts';
import { HandClock, ScriptedEngine } from '../../support/scriptedEngine.ts';

describe('the end of a construct, by the grammar', () => {
  let syntax: SyntaxJudge;
  before(async () => {
    syntax = await syntaxJudge(['typescript', 'python', 'go', 'ruby', 'csharp', 'php']);
  });

  /** What is left of a text in whose place `█` stands. */
  const construct = (text: string, document = at('class A {\n  █\n}\n')): string | undefined => {
    const end = endOfConstruct(text, document, syntax);
    return end === undefined ? undefined : text.slice(0, end);
  };

  it('is the end of what begins at the cursor, once a whole line follows', () => {
    const method = 'first(): void {\n    go();\n  }';
    assert.equal(construct(`${method}\n  second(): void {\n`), method);
    assert.equal(construct(`${method}\n  second(): vo`), undefined, 'the line may still go on with it');
    assert.equal(construct(`${method}\n`), undefined);
    assert.equal(construct(`${method}\n\n\n`), undefined, 'nothing is to be left out');
    const body = inPython('def f(a):\n    █\n');
    assert.equal(construct('if a:\n        go()\n    return a\n', body), 'if a:\n        go()');
  });

  it('is known in other languages with blocks as well', () => {
    const rows: readonly (readonly [languageId: string, around: string, construct: string])[] = [
      ['ruby', 'class A\n  █\nend\n', 'def f(a)\n    a + 1\n  end'],
      ['csharp', 'class A {\n  █\n}\n', 'int F() {\n    return 1;\n  }'],
      ['php', '<?php\nclass A {\n  █\n}\n', 'function f() {\n    return 1;\n  }'],
    ];
    for (const [languageId, around, method] of rows) {
      const document = at(around, { languageId });
      assert.equal(construct(`${method}\n\n  ${method}\n`, document), method, languageId);
    }
  });

  it('is that of what the cursor’s line begins', () => {
    const loop = '\n  go(a);\n}';
    assert.equal(construct(`${loop}\nstop();\n`, at('for (const a of all) {█')), loop);
  });

  it('takes the line on which it ends as a whole', () => {
    const call = 'run(() => {\n    go();\n  });';
    assert.equal(construct(`${call}\n  stop();\n`, at('{\n  █\n}\n')), call);
  });

  it('is not told where it goes on, in the same line or the next ones', () => {
    const inFunction = at('function f() {\n  █\n}\n');
    assert.equal(construct('if (a) {\n    go();\n  }\n  else {\n', inFunction), undefined);
    assert.equal(construct('try {\n    go();\n  }\n  catch (error) {\n', inFunction), undefined);
    const python = inPython('def f(a):\n    █\n');
    assert.equal(construct('if a:\n        go()\n    elif b:\n', python), undefined);
    assert.equal(construct('try:\n        go()\n    except Error:\n', python), undefined);
  });

  it('is not told of single lines, of remarks on what comes next, nor without a grammar', () => {
    assert.equal(construct('a = 1;\n  b = 2;\n  c = 3;\n'), undefined);
    assert.equal(construct('/**\n   * Why.\n   */\n  first(): void {\n'), undefined);
    const python = inPython('def f(a):\n    █\n');
    assert.equal(construct('"""Says\n    what."""\n    return a\n', python), undefined);
    assert.equal(construct('- a\n  b\n- c\n', inMarkdown('█')), undefined);
  });

  it('ends what is shown, and what is written, unless that idea is left out', async () => {
    const answer = 'first(): void {\n    go();\n  }\n  second(): void {\n    stop();\n  }';
    const shown = async (...left: readonly PipelineIdea[]): Promise<string> => {
      const completions = new CompletionService(
        new ScriptedEngine(answer),
        new HandClock(),
        new Set(left),
        syntax,
      );
      const query = typedAt(at('class A {\n  █\n}\n'), { trigger: 'manual' });
      const outcome = await completions.complete(query, new AbortController().signal);
      return outcome.kind === 'suggestion' ? outcome.text : outcome.reason;
    };
    assert.equal(await shown(), 'first(): void {\n    go();\n  }');
    assert.equal(await shown('constructEnd'), answer);
    assert.equal(await shown('cutShape', 'earlyStop'), answer);
  });

  it('stops a model that goes on after it', () => {
    const watcher = new StopWatcher(at('class A {\n  █\n}\n'), 'block', syntax);
    const pieces = ['first(): void {\n', '    go();\n', '  }\n', '  second(): ', 'void {\n', '    '];
    const verdicts = pieces.map((piece) => watcher.push(piece, true));
    assert.equal(verdicts.indexOf('stop'), 4);
    const without = new StopWatcher(at('class A {\n  █\n}\n'), 'block');
    assert.equal(pieces.map((piece) => without.push(piece, true)).indexOf('stop'), -1);
  });
});
