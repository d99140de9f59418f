import { type Tree } from '@vscode/tree-sitter-wasm';

/**
 * How many pieces of a tree are in error or missing; undefined where it was late. Pieces without a fault within are passed
 * over unread.
 */
export function countFaults(tree: Tree, isLate: () => boolean): number | undefined {
  if (!tree.rootNode.hasError) {
    return 0;
  }
  const cursor = tree.walk();
  try {
    let faults = 0;
    while (!isLate()) {
      const node = cursor.currentNode;
      faults += node.isError || node.isMissing ? 1 : 0;
      if (!(node.hasError && cursor.gotoFirstChild())) {
        while (!cursor.gotoNextSibling()) {
          if (!cursor.gotoParent()) {
            return faults;
          }
        }
      }
    }
    return undefined;
  } finally {
    cursor.delete();
  }
}
