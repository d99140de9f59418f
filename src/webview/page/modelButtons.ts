import { textButton } from './button.ts';
import { type PageContext } from './pageContext.ts';

/** The ways to a better model: one of the catalog, which most people want, or a file that is here already. */
export function modelButtons(page: PageContext): readonly HTMLButtonElement[] {
  const get = textButton(
    page.say('getModel'),
    () => {
      page.act('getModel', {});
    },
    'primary',
  );
  const choose = textButton(page.say('chooseModel'), () => {
    page.act('chooseModel', {});
  });
  return [get, choose];
}
