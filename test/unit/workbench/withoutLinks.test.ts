import assert from 'node:assert/strict';
import { withoutLinks } from '../../../src/workbench/withoutLinks.ts';

describe('withoutLinks', () => {
  it('leaves no link that the editor would make, and no sign that hides what is there', () => {
    assert.equal(
      withoutLinks('“[Fix](command:quit)” is [x](https://a.b)'),
      '“[Fix] (command:quit)” is [x] (https://a.b)',
    );
    assert.equal(withoutLinks('a\u202eb\nc\u0007d'), 'a b c d');
  });

  it('changes nothing else', () => {
    const message = 'OpenELM: a “}” is missing in [1] (of 2): f(x)[0]。';
    assert.equal(withoutLinks(message), message);
  });
});
