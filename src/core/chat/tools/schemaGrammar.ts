import { isJsonObject, type JsonObject, type JsonValue } from '../../json/jsonValue.ts';
import { literal, type GrammarRules } from './grammarRules.ts';

/** A schema whose form no grammar of ours can guarantee. */
export class UnsupportedSchema extends Error {
  override readonly name = 'UnsupportedSchema';

  constructor(
    /** Where in the schema, from the tool's name on, such as `read/properties/path`. */
    readonly path: string,
    /** The word that can't be kept to, such as `not`. */
    readonly keyword: string,
  ) {
    super(`“${keyword}” at “${path}” can't be turned into a grammar.`);
  }
}

/** They change what is allowed in ways that no grammar of this kind can follow. */
const UNSUPPORTED = ['not', 'if', 'dependentSchemas', 'dependentRequired', 'dependencies', 'contains'];
/** What would have to be merged with every alternative. */
const NOT_BESIDE_ALTERNATIVES = ['properties', 'required', 'items', 'enum', 'const'];
const MAX_DEPTH = 24;
/** Each further item is written out. */
const MAX_COUNTED_ITEMS = 64;

/**
 * Writes rules for values of JSON schemas. What they let a model write always parses and has the schema's types,
 * names and choices, properties in the schema's order and no others. Limits on values (`minimum`, `pattern`,
 * `format` and the like) are left to the model, which reads them in the prompt.
 */
export class SchemaGrammar {
  readonly #references = new Map<string, string>();

  constructor(
    private readonly rules: GrammarRules,
    /** What `#` in a reference stands for. */
    private readonly root: JsonObject,
  ) {}

  /** The name of a rule for values of the schema. Throws UnsupportedSchema. */
  rule(schema: JsonValue | undefined, path: string, depth = 0): string {
    if (schema === undefined || schema === true) {
      return this.rules.anyValue;
    }
    if (!isJsonObject(schema) || depth > MAX_DEPTH) {
      throw new UnsupportedSchema(path, schema === false ? 'false' : depth > MAX_DEPTH ? 'depth' : 'schema');
    }
    const unsupported = UNSUPPORTED.find((keyword) => keyword in schema);
    if (unsupported !== undefined) {
      throw new UnsupportedSchema(path, unsupported);
    }
    return this.#combined(schema, path, depth) ?? this.#ofType(schema, path, depth);
  }

  /** What says by other means than its own type what is allowed. */
  #combined(schema: JsonObject, path: string, depth: number): string | undefined {
    const { $ref: reference, const: constant, enum: choices, allOf } = schema;
    if (typeof reference === 'string') {
      return this.#reference(reference, path, depth);
    }
    if (constant !== undefined) {
      return this.rules.add('value', literal(JSON.stringify(constant)));
    }
    if (Array.isArray(choices) && choices.length > 0) {
      const texts = choices.map((choice: JsonValue) => literal(JSON.stringify(choice)));
      return this.rules.add('choice', texts.join(' | '));
    }
    if (Array.isArray(allOf)) {
      const [only, ...more] = allOf as readonly JsonValue[];
      if (more.length > 0 || 'properties' in schema) {
        throw new UnsupportedSchema(path, 'allOf');
      }
      return this.rule(only, `${path}/allOf`, depth + 1);
    }
    return this.#alternatives(schema, path, depth);
  }

  #alternatives(schema: JsonObject, path: string, depth: number): string | undefined {
    const keyword = ['anyOf', 'oneOf'].find((one) => Array.isArray(schema[one]));
    const type = schema['type'];
    if (keyword !== undefined) {
      const beside = NOT_BESIDE_ALTERNATIVES.find((one) => one in schema);
      if (beside !== undefined) {
        throw new UnsupportedSchema(path, keyword);
      }
      const branches = (schema[keyword] as readonly JsonValue[]).map((branch, index) =>
        this.rule(
          isJsonObject(branch) && type !== undefined ? { type, ...branch } : branch,
          `${path}/${keyword}/${index}`,
          depth + 1,
        ),
      );
      return this.rules.add('either', branches.join(' | '));
    }
    const types = Array.isArray(type) ? (type as readonly JsonValue[]) : [];
    const all = schema['nullable'] === true && typeof type === 'string' ? [type, 'null'] : types;
    return all.length === 0
      ? undefined
      : this.rules.add(
          'either',
          all
            .map((one) => this.#ofType({ ...schema, type: one, nullable: false }, path, depth + 1))
            .join(' | '),
        );
  }

  #ofType(schema: JsonObject, path: string, depth: number): string {
    const type = schema['type'] ?? impliedType(schema) ?? 'any';
    switch (typeof type === 'string' ? type : '') {
      case 'object':
        return this.#object(schema, path, depth);
      case 'array':
        return this.#array(schema, path, depth);
      case 'string':
        return this.rules.anyString;
      case 'integer':
        return this.rules.anyInteger;
      case 'number':
        return this.rules.anyNumber;
      case 'boolean':
        return this.rules.anyBoolean;
      case 'null':
        return this.rules.add('null', literal('null'));
      case 'any':
        return this.rules.anyValue;
      default:
        throw new UnsupportedSchema(path, 'type');
    }
  }

  #object(schema: JsonObject, path: string, depth: number): string {
    const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
    const required = (Array.isArray(schema['required']) ? schema['required'] : []) as readonly JsonValue[];
    const others = schema['additionalProperties'];
    const names = Object.keys(properties);
    const undeclared = required.filter((name) => typeof name === 'string' && !(name in properties));
    if (names.length + undeclared.length === 0) {
      if ('patternProperties' in schema) {
        throw new UnsupportedSchema(path, 'patternProperties');
      }
      return others === false
        ? this.rules.add('empty', literal('{}'))
        : this.rules.map(this.rule(others, `${path}/additionalProperties`, depth + 1));
    }
    return this.rules.object(
      [...names, ...(undeclared as readonly string[])].map((name) => ({
        name,
        value: this.rule(properties[name] ?? others, `${path}/properties/${name}`, depth + 1),
        isRequired: required.includes(name),
      })),
    );
  }

  #array(schema: JsonObject, path: string, depth: number): string {
    const { items, prefixItems, minItems, maxItems } = schema;
    if (Array.isArray(prefixItems)) {
      const first = (prefixItems as readonly JsonValue[]).map((item, index) =>
        this.rule(item, `${path}/prefixItems/${index}`, depth + 1),
      );
      return this.rules.tuple(first);
    }
    const least = typeof minItems === 'number' ? minItems : 0;
    const most = typeof maxItems === 'number' ? maxItems : undefined;
    if (Math.max(least, most ?? 0) > MAX_COUNTED_ITEMS) {
      throw new UnsupportedSchema(path, least > MAX_COUNTED_ITEMS ? 'minItems' : 'maxItems');
    }
    return this.rules.list(this.rule(items, `${path}/items`, depth + 1), least, most);
  }

  /** A rule of its own for each target, so that a schema may refer to itself. */
  #reference(reference: string, path: string, depth: number): string {
    const known = this.#references.get(reference);
    if (known !== undefined) {
      return known;
    }
    const target = reference.startsWith('#') ? pointedAt(this.root, reference.slice(1)) : undefined;
    if (target === undefined) {
      throw new UnsupportedSchema(path, '$ref');
    }
    const name = this.rules.reserve('reference');
    this.#references.set(reference, name);
    const rule = this.rule(target, path, depth + 1);
    if (rule === name) {
      throw new UnsupportedSchema(path, '$ref'); // it says nothing but itself
    }
    this.rules.define(name, rule);
    return name;
  }
}

function impliedType(schema: JsonObject): string | undefined {
  if ('properties' in schema || 'additionalProperties' in schema) {
    return 'object';
  }
  return 'items' in schema || 'prefixItems' in schema ? 'array' : undefined;
}

/** What a JSON pointer, such as `/$defs/path`, leads to. */
function pointedAt(root: JsonObject, pointer: string): JsonValue | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>((value, step) => {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    }, root);
}
