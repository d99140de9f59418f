/** What a link of an answer may lead to. */
export type LinkTarget =
  | { readonly kind: 'web'; readonly url: string }
  /** A path as the model wrote it, relative to a workspace folder; whether it is there the host finds out. */
  | { readonly kind: 'file'; readonly path: string; readonly line?: number };

const MAX_LENGTH = 2048;
const SCHEME = /^[a-z][\w+.-]*:/iu;
/** Controls, spaces, bidi overrides and invisible characters: no honest link holds one unescaped. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]/u;
const LINE = /(?:#L|:)(?<line>\d{1,7})(?:[-:]L?\d{1,7})?$/u;

/** Where a link leads: an https page or a file of the workspace; nothing for every other one. */
export function linkTarget(href: string): LinkTarget | undefined {
  const decoded = decode(href);
  if (decoded === undefined || href.length > MAX_LENGTH || HIDDEN.test(decoded)) {
    return undefined;
  }
  if (/^https:\/\//iu.test(href)) {
    return webTarget(href);
  }
  const line = LINE.exec(decoded)?.groups?.['line'];
  const path = decoded.replace(LINE, '').replace(/[?#].*$/u, '');
  const leavesFolder = path.startsWith('/') || path.split('/').includes('..');
  if (path === '' || leavesFolder || SCHEME.test(path)) {
    return undefined;
  }
  return { kind: 'file', path, ...(line !== undefined && { line: Number(line) }) };
}

function webTarget(href: string): LinkTarget | undefined {
  if (!URL.canParse(href)) {
    return undefined;
  }
  const url = new URL(href);
  // "https://bank.example@evil.example" reads as the wrong place.
  return url.username === '' && url.password === '' ? { kind: 'web', url: url.href } : undefined;
}

/** Percent-decoded, as often as it was encoded; nothing for what is not well formed. */
function decode(href: string): string | undefined {
  try {
    const once = decodeURIComponent(href);
    return decodeURIComponent(once);
  } catch {
    return undefined; // a stray "%": decodeURIComponent has no other way to say so
  }
}
