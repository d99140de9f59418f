/** A JSON Schema (draft 7), as far as ours use it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Whether a keyword of a schema lets a value through. */
type Rule = (given: never, value: unknown, at: Place) => boolean;

/** The schema that a keyword stands in, and the whole, to which references lead. */
interface Place {
  readonly schema: JsonSchema;
  readonly root: JsonSchema;
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
};

/** What is not about one type of values. */
const GENERAL: Readonly<Record<string, Rule>> = {
  $ref: (ref: string, value, { root }) => isValid(resolve(ref, root), value, root),
  type: (type: string, value) => TYPES[type]?.(value) ?? unknownKeyword(type),
  const: (constant: unknown, value) => value === constant,
  enum: (members: readonly unknown[], value) => members.includes(value),
  allOf: (all: readonly JsonSchema[], value, { root }) => all.every((one) => isValid(one, value, root)),
  anyOf: (some: readonly JsonSchema[], value, { root }) => some.some((one) => isValid(one, value, root)),
  oneOf: (some: readonly JsonSchema[], value, { root }) =>
    some.filter((one) => isValid(one, value, root)).length === 1,
};

const OF_STRINGS: Readonly<Record<string, Rule>> = {
  minLength: (least: number, value: string) => value.length >= least,
  maxLength: (most: number, value: string) => value.length <= most,
  pattern: (pattern: string, value: string) => new RegExp(pattern, 'u').test(value),
} satisfies Record<string, (given: never, value: string) => boolean> as Record<string, Rule>;

const OF_NUMBERS = {
  minimum: (least: number, value: number) => value >= least,
  maximum: (most: number, value: number) => value <= most,
  multipleOf: (step: number, value: number) => value % step === 0,
} satisfies Record<string, (given: never, value: number) => boolean> as Record<string, Rule>;

const OF_ARRAYS = {
  minItems: (least: number, value: readonly unknown[]) => value.length >= least,
  maxItems: (most: number, value: readonly unknown[]) => value.length <= most,
  items: (items: JsonSchema, value: readonly unknown[], { root }: Place) =>
    value.every((item) => isValid(items, item, root)),
} satisfies Record<string, (given: never, value: readonly unknown[], at: Place) => boolean> as Record<
  string,
  Rule
>;

const OF_OBJECTS = {
  required: (keys: readonly string[], value: object) => keys.every((key) => Object.hasOwn(value, key)),
  maxProperties: (most: number, value: object) => Object.keys(value).length <= most,
  propertyNames: (names: JsonSchema, value: object, { root }: Place) =>
    Object.keys(value).every((key) => isValid(names, key, root)),
  properties: (properties: Readonly<Record<string, JsonSchema>>, value: object, { root }: Place) =>
    Object.entries(value).every(([key, member]) => isValid(memberOf(properties, key) ?? {}, member, root)),
  additionalProperties: (others: JsonSchema | false, value: object, { schema, root }: Place) =>
    Object.entries(value)
      .filter(([key]) => memberOf(schema['properties'] ?? {}, key) === undefined)
      .every(([, member]) => others !== false && isValid(others, member, root)),
} satisfies Record<string, (given: never, value: object, at: Place) => boolean> as Record<string, Rule>;

const ANNOTATIONS: ReadonlySet<string> = new Set(['$schema', 'title', 'description', 'definitions']);

/** Whether a value is one that the schema describes. Throws for a keyword that is not known here. */
export function isValid(schema: JsonSchema, value: unknown, root = schema): boolean {
  return Object.entries(schema)
    .filter(([keyword]) => !ANNOTATIONS.has(keyword))
    .every(([keyword, given]) => {
      const rule = ruleFor(keyword, value);
      return rule === 'notItsType' || rule(given as never, value, { schema, root });
    });
}

/** A keyword says nothing of values of another type than its own. */
function ruleFor(keyword: string, value: unknown): Rule | 'notItsType' {
  const general = GENERAL[keyword];
  if (general !== undefined) {
    return general;
  }
  const families = [
    [OF_STRINGS, typeof value === 'string'],
    [OF_NUMBERS, typeof value === 'number'],
    [OF_ARRAYS, Array.isArray(value)],
    [OF_OBJECTS, isObject(value)],
  ] as const;
  for (const [rules, isItsType] of families) {
    const rule = rules[keyword];
    if (rule !== undefined) {
      return isItsType ? rule : 'notItsType';
    }
  }
  return unknownKeyword(keyword);
}

function unknownKeyword(keyword: string): never {
  throw new Error(`not known here: ${keyword}`);
}

function resolve(ref: string, root: JsonSchema): JsonSchema {
  const [, name = ''] = /^#\/definitions\/(\w+)$/u.exec(ref) ?? [];
  return memberOf(root['definitions'] ?? {}, name) ?? unknownKeyword(ref);
}

/** Not what every object inherits. */
function memberOf(object: object, key: string): JsonSchema | undefined {
  return Object.hasOwn(object, key) ? (object as Record<string, JsonSchema>)[key] : undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
