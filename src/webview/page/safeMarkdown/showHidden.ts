import { visiblePieces } from './hiddenCharacters.ts';

/** Puts a labelled mark in the place of every hidden character below a node. `label` has `{0}` for its name. */
export function showHidden(root: Node, label: string): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode() !== null) {
    texts.push(walker.currentNode as Text);
  }
  for (const node of texts) {
    const pieces = visiblePieces(node.data);
    if (pieces.some((piece) => 'hidden' in piece)) {
      node.replaceWith(...pieces.map((piece) => ('text' in piece ? piece.text : mark(piece.hidden, label))));
    }
  }
}

function mark(name: string, label: string): HTMLElement {
  const element = document.createElement('span');
  element.className = 'hidden-character';
  element.title = label.replace('{0}', name);
  element.textContent = name;
  return element;
}
