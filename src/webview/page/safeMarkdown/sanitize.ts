import createDOMPurify from 'dompurify';

const purifier = createDOMPurify(window);

/** What the renderer and the highlighter make; nothing that loads, submits, styles or has a name. */
const TAGS = [
  ...['a', 'blockquote', 'br', 'code', 'del', 'div', 'em', 'h3', 'hr', 'li', 'ol', 'p', 'pre', 's', 'span'],
  ...['strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul'],
];
const ATTRIBUTES = ['class', 'data-href', 'data-language', 'role', 'start', 'tabindex', 'title'];

/** The HTML as nodes, of which only harmless tags and attributes are left: the second lock behind the renderer. */
export function sanitize(html: string): DocumentFragment {
  return purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOW_UNKNOWN_PROTOCOLS: false,
    SANITIZE_NAMED_PROPS: true,
    RETURN_DOM_FRAGMENT: true,
  });
}
