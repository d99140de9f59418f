import { type ModelView } from '../chatProtocol.ts';
import { textButton } from './button.ts';
import { element, renderOnce, setShown } from './element.ts';
import { icon, type IconName } from './icon.ts';
import { modelButtons } from './modelButtons.ts';
import { type PageContext } from './pageContext.ts';

/** Why no model answers yet, with the ways on; nothing once one is ready. */
export class ModelPanel {
  readonly root = element('section', { class: 'panel' });
  readonly #page: PageContext;
  readonly #progress = element('progress', { max: '100' });

  constructor(page: PageContext) {
    this.#page = page;
    this.#progress.setAttribute('aria-label', page.say('loadingTitle', '…'));
  }

  update(model: ModelView): void {
    setShown(this.root, model.kind !== 'ready');
    if (model.kind === 'loading' && model.percent !== undefined) {
      this.#progress.value = model.percent;
    } else {
      this.#progress.removeAttribute('value');
    }
    const key = model.kind === 'loading' ? { kind: model.kind, name: model.name } : model;
    renderOnce(this.root, key, () => this.#parts(model));
  }

  #parts(model: ModelView): Node[] {
    const page = this.#page;
    switch (model.kind) {
      case 'ready':
        return [];
      case 'none': {
        const builtIn = textButton(page.say('builtInModel'), () => {
          page.act('useBuiltInModel', {});
        });
        const buttons = [...modelButtons(page), builtIn];
        return panelParts('model', page.say('noModelTitle'), page.say('noModelHint'), buttons);
      }
      case 'loading': {
        const parts = panelParts('model', page.say('loadingTitle', model.name), page.say('loadingHint'), []);
        parts.splice(2, 0, this.#progress);
        return parts;
      }
      case 'failed': {
        const retry = textButton(
          page.say('retry'),
          () => {
            page.act('restartEngine', {});
          },
          'primary',
        );
        const choose = textButton(page.say('chooseModel'), () => {
          page.act('chooseModel', {});
        });
        const log = textButton(page.say('showLog'), () => {
          page.act('showLog', {});
        });
        return panelParts('error', page.say('failedTitle'), `${model.name}: ${model.message}`, [
          retry,
          choose,
          log,
        ]);
      }
    }
  }
}

function panelParts(
  drawing: IconName,
  title: string,
  text: string,
  buttons: readonly HTMLButtonElement[],
): Node[] {
  return [
    icon(drawing),
    element('h2', {}, title),
    element('p', {}, text),
    element('div', { class: 'buttons' }, ...buttons),
  ];
}
