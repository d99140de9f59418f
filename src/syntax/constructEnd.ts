import { type Node, type Tree } from '@vscode/tree-sitter-wasm';

/** What holds several constructs one after the other, and begins where the first of them does. */
const SEQUENCES = new Set(['block', 'statement_list', 'body_statement']);

/**
 * Where the construct ends that begins at an index of the text: a function, a loop, a statement. Undefined where it takes
 * one line only or is a comment, and where it has a fault or goes over into one: it may not be at its end.
 */
export function constructEnd({ rootNode }: Tree, start: number): number | undefined {
  let node = rootNode.descendantForIndex(start, start);
  while (node?.parent != null && goesOnIn(node, node.parent, rootNode)) {
    node = node.parent;
  }
  if (node === null || node.startPosition.row === node.endPosition.row) {
    return undefined;
  }
  if (!node.isNamed || node.startIndex !== start || node.hasError || isRemark(node)) {
    return undefined;
  }
  return followedByFault(node, rootNode) ? undefined : node.endIndex;
}

function goesOnIn(node: Node, parent: Node, root: Node): boolean {
  return parent.startIndex === node.startIndex && !parent.equals(root) && !SEQUENCES.has(parent.type);
}

/** What says something about the construct that comes next: a comment, or a text by itself, as Python has them. */
function isRemark(node: Node): boolean {
  const only = node.type === 'expression_statement' && node.namedChildCount === 1 ? node.namedChild(0) : node;
  return node.type.includes('comment') || only?.type === 'string';
}

/** An `else` on the next line, before its block is written, is a fault behind the construct that it belongs to. */
function followedByFault(node: Node, root: Node): boolean {
  let next = node.nextSibling;
  for (
    let around = node.parent;
    next === null && around !== null && !around.equals(root);
    around = around.parent
  ) {
    next = around.nextSibling;
  }
  return next !== null && (next.isError || next.isMissing);
}
