/** Attributes of an element: false leaves one out, true sets it empty. `on…` is not among them: see `onClick`. */
export type Attributes = Readonly<Record<string, string | boolean>>;

/** Makes an element with attributes and children; strings become text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children);
  return made;
}

/** Shows or hides an element for everyone, screen readers too. */
export function setShown(target: HTMLElement, shown: boolean): void {
  target.hidden = !shown;
}

/** Replaces the children only when `key` changed since the last time, so that focus and selection stay. */
export function renderOnce(
  target: HTMLElement,
  key: unknown,
  children: () => readonly (Node | string)[],
): void {
  const text = JSON.stringify(key);
  if (target.dataset['shown'] !== text) {
    target.dataset['shown'] = text;
    target.replaceChildren(...children());
  }
}
