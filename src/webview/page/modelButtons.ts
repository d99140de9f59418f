import { textButton } from './button.ts';
import { type PageContext } from './pageContext.ts';

/**
 * The ways to a better model: one of the catalog, which most people want, or a file that is here already.
 *
 * @param look of the first
 */
export function modelButtons(
  page: PageContext,
  look: 'primary' | 'secondary' = 'primary',
): readonly HTMLButtonElement[] {
  const get = textButton(
    page.say('getModel'),
    () => {
      page.act('getModel', {});
    },
    look,
  );
  const choose = textButton(page.say('chooseModel'), () => {
    page.act('chooseModel', {});
  });
  return [get, choose];
}
