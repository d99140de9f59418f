import { element } from './element.ts';
import { icon, type IconName } from './icon.ts';

/** A button that is a drawing with a label. */
export function iconButton(name: IconName, label: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label });
  made.append(icon(name));
  made.addEventListener('click', onClick);
  return made;
}

/** A button with words. */
export function textButton(
  label: string,
  onClick: () => void,
  look: 'primary' | 'secondary' | 'link' = 'secondary',
): HTMLButtonElement {
  const made = element('button', { type: 'button', class: `text-button ${look}` }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** Buttons of which Tab reaches one, and the arrow keys the others, as the ARIA toolbar pattern has it. */
export function toolbar(label: string, buttons: readonly HTMLButtonElement[]): HTMLElement {
  const bar = element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': label }, ...buttons);
  const select = (chosen: HTMLButtonElement | undefined): void => {
    for (const button of buttons) {
      button.tabIndex = button === chosen ? 0 : -1;
    }
  };
  select(buttons[0]);
  bar.addEventListener('focusin', ({ target }) => {
    select(buttons.find((button) => button === target) ?? buttons[0]);
  });
  bar.addEventListener('keydown', (event) => {
    const at = buttons.findIndex((button) => button === document.activeElement);
    const next = nextIndex(event.key, at, buttons.length, getComputedStyle(bar).direction === 'rtl');
    if (next !== undefined) {
      event.preventDefault();
      buttons[next]?.focus();
    }
  });
  return bar;
}

function nextIndex(key: string, at: number, count: number, mirrored: boolean): number | undefined {
  const forward = mirrored ? 'ArrowLeft' : 'ArrowRight';
  const backward = mirrored ? 'ArrowRight' : 'ArrowLeft';
  switch (key) {
    case forward:
      return (at + 1) % count;
    case backward:
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
