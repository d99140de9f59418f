import { type Node, type Tree } from '@vscode/tree-sitter-wasm';

/** A name with the lines in which it is defined, counted from 0, both of them included. */
export interface Defined {
  readonly name: string;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Of a class or another type. */
  readonly isMember: boolean;
  /** Not a value. */
  readonly isFunctionOrType: boolean;
}

/**
 * The nodes that define something, in the grammars of JavaScript, TypeScript, Python, Java, C#, PHP, Go and Rust; an import
 * or an argument has a name as well.
 */
const DEFINES = /(?<!import)_(?:definition|declaration|declarator|item|signature|spec)$/u;
const ASSIGNS = /^assignment(?:_expression)?$/u;
/** What is defined inside is known nowhere else. */
const FUNCTION = /function|method|constructor|lambda/u;
const TYPE = /class|interface|enum|struct|trait|type_alias|type_spec|record/u;
const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/** What a file defines for others, as far as the names tell: functions, classes and their members, types, constants. */
export function definitionsIn({ rootNode }: Tree): readonly Defined[] {
  const found: Defined[] = [];
  const look = (node: Node | null, isMember: boolean): void => {
    if (node === null) {
      return;
    }
    const named = namedBy(node);
    const value = node.childForFieldName('value') ?? node.childForFieldName('right');
    const isFunction = FUNCTION.test(node.type);
    if (named !== undefined && IDENTIFIER.test(named.name)) {
      const isFunctionOrType =
        isFunction || TYPE.test(node.type) || (value !== null && FUNCTION.test(value.type));
      const [firstLine, lastLine] = [node.startPosition.row, node.endPosition.row];
      found.push({
        name: named.name,
        firstLine,
        lastLine,
        isMember: isMember || named.isMember,
        isFunctionOrType,
      });
    }
    if (!isFunction) {
      for (const child of node.namedChildren) {
        look(child, isMember || TYPE.test(node.type));
      }
    }
  };
  look(rootNode, false);
  return found;
}

function namedBy(node: Node): { readonly name: string; readonly isMember: boolean } | undefined {
  if (DEFINES.test(node.type)) {
    const name = node.childForFieldName('name') ?? node.childForFieldName('property');
    return name === null ? undefined : { name: name.text, isMember: false };
  }
  const left = ASSIGNS.test(node.type) ? node.childForFieldName('left') : null;
  if (left === null) {
    return undefined;
  }
  // `exports.name = …` is there for whoever imports the file, `Class.prototype.name = …` a member.
  const property = left.childForFieldName('property');
  const isMember = property !== null && !/(?:^|\.)exports\./u.test(left.text);
  return { name: (property ?? left).text, isMember };
}
