import * as vscode from 'vscode';
import { type LoadedCatalogs } from '../../models/catalog/loadCatalogs.ts';
import { type AcceptedLicence, type AcceptedLicences } from '../acceptedLicences.ts';
import { withoutLinks } from '../withoutLinks.ts';

interface LicenceItem extends vscode.QuickPickItem {
  readonly accepted: AcceptedLicence;
}

/**
 * Lists what the user has accepted, and lets a text be read again and a consent be withdrawn.
 *
 * @param catalogs name the licences; one of a catalog that is gone goes by its id
 */
export async function showAcceptedLicences(
  licences: AcceptedLicences,
  { catalog }: Pick<LoadedCatalogs, 'catalog'>,
): Promise<void> {
  const all = licences.all();
  if (all.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'OpenELM: no licence was accepted. Each is shown before the first model under it is fetched.',
      ),
    );
    return;
  }
  const items = all.map((accepted): LicenceItem => ({
    label: catalog.licences.get(accepted.id)?.name ?? accepted.id,
    description: accepted.version,
    detail: vscode.l10n.t('accepted on {0}', dayOf(accepted)),
    accepted,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Accepted Licences'),
    placeHolder: vscode.l10n.t('Read one again, or withdraw your consent'),
  });
  if (picked !== undefined) {
    await showLicence(picked, licences);
  }
}

async function showLicence({ label, accepted }: LicenceItem, licences: AcceptedLicences): Promise<void> {
  const { id, version, address } = accepted;
  const show = vscode.l10n.t('Show the Licence');
  const withdraw = vscode.l10n.t('Withdraw the Consent');
  const message = vscode.l10n.t('{0} ({1}) was accepted on {2}.', label, version, dayOf(accepted));
  const detail = vscode.l10n.t(
    'When you withdraw your consent you are asked again before the next file under this licence is fetched, whichever version it has. Files that are here already stay: you delete them in the list of models.',
  );
  for (;;) {
    const answer = await vscode.window.showInformationMessage(
      withoutLinks(message),
      { modal: true, detail },
      show,
      withdraw,
    );
    if (answer !== show) {
      if (answer === withdraw) {
        await licences.withdraw(id);
      }
      return;
    }
    await vscode.env.openExternal(vscode.Uri.parse(address, true));
  }
}

function dayOf({ date }: AcceptedLicence): string {
  return new Date(date).toLocaleDateString(vscode.env.language, { dateStyle: 'medium' });
}
