import assert from 'node:assert/strict';
import { callGrammar } from '../../../../../src/core/chat/tools/callGrammar.ts';
import { UnsupportedSchema } from '../../../../../src/core/chat/tools/schemaGrammar.ts';
import { type ToolSyntax } from '../../../../../src/core/chat/tools/toolSyntax.ts';
import { type JsonObject } from '../../../../../src/core/json/jsonValue.ts';
import { matchesGrammar } from '../../../../support/gbnf.ts';

const BARE: ToolSyntax = { open: '', close: '', between: undefined, argumentsKey: 'parameters' };
const TAGGED: ToolSyntax = { open: '<c>', close: '</c>', between: '\n', argumentsKey: 'arguments' };

/** Whether a tool with this schema may be called with this input, written as JSON writes it. */
function allows(inputSchema: JsonObject, input: unknown): boolean {
  const grammar = callGrammar([{ name: 't', description: '', inputSchema }], BARE);
  return matchesGrammar(grammar, `{"name": "t", "parameters": ${JSON.stringify(input)}}`);
}

/** Whether a value of this schema is allowed. */
const allowsValue = (schema: JsonObject, value: unknown): boolean =>
  allows({ properties: { v: schema }, required: ['v'] }, { v: value });

const refuses = (schema: JsonObject): { path: string; keyword: string } => {
  try {
    allowsValue(schema, 1);
  } catch (error) {
    assert.ok(error instanceof UnsupportedSchema, String(error));
    return { path: error.path, keyword: error.keyword };
  }
  throw new assert.AssertionError({ message: 'The schema was taken.' });
};

describe('the grammar of a call', () => {
  it('names one of the tools, with the arguments of that one', () => {
    const tools = ['read', 'write'].map((name) => ({
      name,
      description: '',
      inputSchema: { properties: { [name]: { type: 'boolean' } }, required: [name] },
    }));
    const grammar = callGrammar(tools, BARE);
    assert.ok(matchesGrammar(grammar, '{"name": "read", "parameters": {"read": true}}'));
    assert.ok(matchesGrammar(grammar, '{"name": "write", "parameters": {"write":false}}'));
    assert.ok(!matchesGrammar(grammar, '{"name": "read", "parameters": {"write": true}}'));
    assert.ok(!matchesGrammar(grammar, '{"name": "other", "parameters": {"read": true}}'));
  });

  it('goes on with further calls where the syntax has them', () => {
    const tools = [{ name: 't', description: '', inputSchema: { additionalProperties: false } }];
    const [one, call] = ['{"name": "t", "arguments": {}}</c>', '\n<c>{"name": "t", "arguments": {}}</c>'];
    assert.ok(matchesGrammar(callGrammar(tools, TAGGED), one));
    assert.ok(matchesGrammar(callGrammar(tools, TAGGED), one + call.repeat(7)));
    assert.ok(!matchesGrammar(callGrammar(tools, TAGGED), one + call.repeat(8)));
    assert.ok(!matchesGrammar(callGrammar(tools, { ...TAGGED, between: undefined }), one + call));
  });

  it('has every required property and any of the others, in their order', () => {
    const schema = {
      properties: { a: { type: 'null' }, b: { type: 'null' }, c: { type: 'null' } },
      required: ['b'],
    };
    const allowed = ['b', 'ab', 'bc', 'abc'];
    for (const names of ['', 'a', 'b', 'c', 'ab', 'ac', 'bc', 'abc', 'ba', 'bb', 'abcd']) {
      const input = Object.fromEntries(Array.from(names, (name) => [name, null]));
      const isAllowed = allowed.includes(Object.keys(input).join(''));
      assert.equal(allows(schema, input), isAllowed, names);
    }
    assert.ok(allows({ properties: { a: { type: 'null' } } }, {}));
    assert.ok(allows({ properties: {}, required: ['undeclared'] }, { undeclared: [1] }));
  });

  it('keeps to types', () => {
    const samples = {
      string: 'a',
      integer: 1,
      number: 1.5,
      boolean: true,
      null: null,
      array: [1],
      object: {},
    };
    for (const type of Object.keys(samples)) {
      for (const [of, sample] of Object.entries(samples)) {
        const isAllowed = of === type || (type === 'number' && of === 'integer');
        assert.equal(allowsValue({ type }, sample), isAllowed, `${type} ${of}`);
      }
    }
  });

  it('takes strings as JSON writes them, and no others', () => {
    for (const text of ['', 'ä 😀', 'a"b\\c\n\t\u0001', '</c> {"name"']) {
      assert.ok(allowsValue({ type: 'string' }, text), JSON.stringify(text));
    }
    const grammar = callGrammar(
      [{ name: 't', description: '', inputSchema: { properties: { v: { type: 'string' } } } }],
      BARE,
    );
    for (const text of ['a\nb', 'a\\x', '\\u12', 'a"b']) {
      assert.ok(!matchesGrammar(grammar, `{"name": "t", "parameters": {"v": "${text}"}}`), text);
    }
  });

  it('takes no number that JavaScript could not hold', () => {
    for (const [number, isAllowed] of [
      ['-0', true],
      ['123456789012345', true],
      ['1234567890123456', false],
      ['01', false],
      ['1e99', true],
      ['1e999', false],
      ['.5', false],
    ] as const) {
      const grammar = callGrammar(
        [{ name: 't', description: '', inputSchema: { properties: { v: { type: 'number' } } } }],
        BARE,
      );
      const isTaken = matchesGrammar(grammar, `{"name": "t", "parameters": {"v": ${number}}}`);
      assert.equal(isTaken, isAllowed, number);
    }
  });

  it('keeps to choices, constants and alternatives', () => {
    assert.ok(allowsValue({ enum: ['a"b', 2, null] }, 'a"b'));
    assert.ok(!allowsValue({ enum: ['a', 'b'] }, 'c'));
    assert.ok(allowsValue({ const: { a: [1] } }, { a: [1] }));
    assert.ok(allowsValue({ type: ['string', 'null'] }, null));
    assert.ok(allowsValue({ type: 'string', nullable: true }, null));
    assert.ok(!allowsValue({ type: 'string' }, null));
    const either = { anyOf: [{ type: 'integer' }, { type: 'array', items: { type: 'boolean' } }] };
    assert.deepEqual(
      [3, [true, false], ['a']].map((value) => allowsValue(either, value)),
      [true, true, false],
    );
  });

  it('counts the items of a list', () => {
    const list = { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 3 };
    const lengths = [0, 1, 2, 3, 4].filter((length) =>
      allowsValue(
        list,
        Array.from({ length }, () => 1),
      ),
    );
    assert.deepEqual(lengths, [1, 2, 3]);
    assert.ok(allowsValue({ prefixItems: [{ type: 'integer' }, { type: 'string' }] }, [1, 'a']));
    assert.ok(!allowsValue({ prefixItems: [{ type: 'integer' }, { type: 'string' }] }, [1]));
  });

  it('takes any object where none is described, and maps of one kind', () => {
    assert.ok(allows({}, { a: [{ b: -1.5e3 }, 'x', false] }));
    assert.ok(allowsValue({ type: 'object', additionalProperties: { type: 'integer' } }, { a: 1, b: 2 }));
    assert.ok(!allowsValue({ type: 'object', additionalProperties: { type: 'integer' } }, { a: 'b' }));
  });

  it('follows references, also to what holds them', () => {
    const schema = {
      properties: { tree: { $ref: '#/$defs/tree~1node' } },
      required: ['tree'],
      $defs: {
        'tree/node': {
          type: 'object',
          properties: { children: { type: 'array', items: { $ref: '#/$defs/tree~1node' } } },
          required: ['children'],
        },
      },
    };
    assert.ok(allows(schema, { tree: { children: [{ children: [] }, { children: [{ children: [] }] }] } }));
    assert.ok(!allows(schema, { tree: { children: [{}] } }));
  });

  it('says which word of a schema it can’t keep to, and where', () => {
    assert.deepEqual(refuses({ not: {} }), { path: 't/properties/v', keyword: 'not' });
    assert.deepEqual(refuses({ items: { $ref: '#/nowhere' } }), {
      path: 't/properties/v/items',
      keyword: '$ref',
    });
    const others: [JsonObject, string][] = [
      [{ $ref: 'https://example.com/schema.json' }, '$ref'],
      [{ $ref: '#/properties/v' }, '$ref'],
      [{ allOf: [{}, {}] }, 'allOf'],
      [{ anyOf: [{}], required: ['a'] }, 'anyOf'],
      [{ type: 'object', patternProperties: {} }, 'patternProperties'],
      [{ type: 'array', maxItems: 1000 }, 'maxItems'],
      [{ type: 'date' }, 'type'],
      [{ anyOf: [false] }, 'false'],
    ];
    for (const [schema, keyword] of others) {
      assert.equal(refuses(schema).keyword, keyword, JSON.stringify(schema));
    }
  });

  it('leaves limits on values to the model', () => {
    assert.ok(allowsValue({ type: 'string', pattern: '^a$', maxLength: 1 }, 'bb'));
  });
});
