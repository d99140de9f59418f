import assert from 'node:assert/strict';
import { cutAtSpecialToken } from '../../../../../src/core/completion/filters/cutAtSpecialToken.ts';
import { at, filterLine, filterBlock, inMarkdown } from '../../../../support/cursor.ts';

describe('cutAtSpecialToken', () => {
  const tokens = [
    '<|fim_middle|>',
    '<|endoftext|>',
    '<|im_end|>',
    '<｜fim▁hole｜>',
    '<fim_suffix>',
    '<fim-pad>',
    '<PRE>',
    '<MID>',
    '</s>',
    '<s>',
    '[INST]',
    '[/INST]',
    '<<SYS>>',
    '<file_sep>',
    '<end_of_turn>',
  ];
  for (const token of tokens) {
    it(`ends before ${token}`, () => {
      assert.equal(filterLine(cutAtSpecialToken, `a + b;${token}`, at('return █')), 'a + b;');
    });
  }

  it('drops a suggestion that is nothing but a control token', () => {
    assert.equal(filterLine(cutAtSpecialToken, ' <|endoftext|>', at('return █')), '✗ specialToken');
  });

  it('keeps a token the document writes itself, above or below', () => {
    const above = at("const EOT = '<|endoftext|>';\nif (text === █");
    const below = at("if (text === █)\n// '<|endoftext|>'");
    assert.equal(filterLine(cutAtSpecialToken, "'<|endoftext|>'", above), "'<|endoftext|>'");
    assert.equal(filterLine(cutAtSpecialToken, "'<|endoftext|>'", below), "'<|endoftext|>'");
  });

  it('still ends before another token than the one the document writes', () => {
    const document = at("const EOT = '<|endoftext|>';\n█");
    assert.equal(filterLine(cutAtSpecialToken, 'x<|im_end|>', document), 'x');
  });

  it('keeps struck-through text in markup', () => {
    const document = at('<p>█', { languageId: 'html' });
    assert.equal(filterLine(cutAtSpecialToken, '<s>old</s> new', document), '<s>old</s> new');
  });

  it('ends before an end tag in markup that nothing opened', () => {
    assert.equal(filterLine(cutAtSpecialToken, 'The end.</s>', inMarkdown('█')), 'The end.');
  });

  it('ends before a code fence in code, and keeps it in Markdown', () => {
    assert.equal(filterBlock(cutAtSpecialToken, 'run();\n```\nThis', at('█')), 'run();\n');
    assert.equal(filterBlock(cutAtSpecialToken, '```ts\nrun();\n```', inMarkdown('█')), '```ts\nrun();\n```');
  });

  it('keeps operators that look like the beginning of a token', () => {
    const document = at('parser = a █', { languageId: 'haskell' });
    assert.equal(filterLine(cutAtSpecialToken, '<|> b <|> c', document), '<|> b <|> c');
    assert.equal(filterLine(cutAtSpecialToken, 'List<string>', at('const a: █')), 'List<string>');
  });
});
