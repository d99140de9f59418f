import * as vscode from 'vscode';
import { withoutLinks } from '../withoutLinks.ts';
import { type LocalStore } from './localStores.ts';
import { type NotRemoved } from './removeTree.ts';

interface StoreItem extends vscode.QuickPickItem {
  readonly store?: LocalStore;
}

/** A message names so many of the things that are left; the log names all. */
const MOST_NAMED = 3;

/**
 * Lists what is kept on this machine, with what is about the user's work chosen already, removes what stays chosen after
 * a yes, and says what is gone and what is not. One thing that can't be removed keeps none of the others.
 */
export async function clearLocalData(
  stores: readonly LocalStore[],
  log: Pick<vscode.LogOutputChannel, 'warn'>,
): Promise<void> {
  const picked = await vscode.window.showQuickPick(itemsOf(stores), {
    canPickMany: true,
    ignoreFocusOut: true,
    title: vscode.l10n.t('Clear All Local Data'),
    placeHolder: vscode.l10n.t('What is chosen is deleted after one more question; models and settings stay'),
  });
  const chosen = (picked ?? []).flatMap(({ store }) => store ?? []);
  if (chosen.length === 0 || !(await isSure(chosen))) {
    return;
  }
  const cleared: LocalStore[] = [];
  const left: NotRemoved[] = [];
  for (const store of chosen) {
    const notRemoved = await removeFrom(store);
    left.push(...notRemoved);
    if (notRemoved.length === 0) {
      cleared.push(store);
    }
  }
  for (const { path, reason } of left) {
    log.warn(`Not removed: ${path} (${reason})`);
  }
  tell(cleared, left);
}

async function itemsOf(stores: readonly LocalStore[]): Promise<readonly StoreItem[]> {
  const items = await Promise.all(stores.map(itemOf));
  const those = (isAboutWork: boolean): readonly StoreItem[] =>
    items.filter((item) => item?.store?.isAboutWork === isAboutWork).flatMap((item) => item ?? []);
  const rest = those(false);
  return [
    separator(vscode.l10n.t('your texts and what tells of your work')),
    ...those(true),
    ...(rest.length === 0 ? [] : [separator(vscode.l10n.t('what spares questions and waiting')), ...rest]),
  ];
}

/** Undefined where there is nothing. */
async function itemOf(store: LocalStore): Promise<StoreItem | undefined> {
  const { label, detail, isAboutWork: picked } = store;
  const amount = await store.amount();
  return amount === undefined ? undefined : { label, description: amount, detail, picked, store };
}

function separator(label: string): StoreItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

async function isSure(chosen: readonly LocalStore[]): Promise<boolean> {
  const remove = vscode.l10n.t('Delete for Good');
  const detail = [
    ...chosen.map(({ label }) => `• ${label}`),
    '',
    vscode.l10n.t(
      'This can’t be undone. Models that were downloaded stay: “What Stays after Uninstalling…” deletes them.',
    ),
  ].join('\n');
  const question = vscode.l10n.t('Delete what OpenELM keeps of this?');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, remove)) === remove;
}

async function removeFrom(store: LocalStore): Promise<readonly NotRemoved[]> {
  try {
    return await store.remove();
  } catch (error) {
    return [{ path: store.label, reason: String(error) }];
  }
}

function tell(cleared: readonly LocalStore[], left: readonly NotRemoved[]): void {
  const labels = cleared.map(({ label }) => label).join(', ');
  const gone = cleared.length === 0 ? '' : vscode.l10n.t('Deleted: {0}.', labels);
  if (left.length === 0) {
    void vscode.window.showInformationMessage(withoutLinks(`OpenELM: ${gone}`));
    return;
  }
  const named = left
    .slice(0, MOST_NAMED)
    .map(({ path, reason }) => `${path} (${describeReason(reason)})`)
    .join(', ');
  const message =
    left.length > MOST_NAMED
      ? vscode.l10n.t(
          'Could not be deleted: {0} and {1} more, which the log names.',
          named,
          left.length - MOST_NAMED,
        )
      : vscode.l10n.t('Could not be deleted: {0}.', named);
  void vscode.window.showWarningMessage(withoutLinks(`OpenELM: ${message} ${gone}`.trim()));
}

/** The system's codes in words, where a person can do something about them. */
function describeReason(reason: string): string {
  switch (reason) {
    case 'EBUSY':
    case 'ENOTEMPTY':
      return vscode.l10n.t('in use');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return vscode.l10n.t('no permission');
    default:
      return reason;
  }
}
