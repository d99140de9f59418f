import * as vscode from 'vscode';
import {
  type CatalogArtefact,
  type CatalogLicence,
  type CatalogNotice,
} from '../models/catalog/catalogSchema.ts';
import { type AcceptedLicences } from './acceptedLicences.ts';
import { describeLicence, describeNotice, describeRevision } from './describeLicence.ts';
import { withoutLinks } from './withoutLinks.ts';

/** Under which terms a model is about to be fetched. */
export interface LicenceTerms {
  /** The model's name, as it is shown. */
  readonly model: string;
  readonly artefact: Pick<CatalogArtefact, 'revision' | 'unverified'>;
  readonly licence: CatalogLicence;
  /** Under which the same files have been published since. */
  readonly laterLicence?: CatalogLicence | undefined;
  readonly notice?: CatalogNotice | undefined;
}

/**
 * Shows a model's licence and its publisher's warning, once per licence and version, and keeps what was accepted.
 *
 * @returns whether the model may be fetched
 */
export async function askForLicence(
  terms: LicenceTerms,
  accepted: AcceptedLicences,
  now: () => Date = () => new Date(),
): Promise<boolean> {
  const { licence } = terms;
  if (accepted.find(licence) !== undefined) {
    return true;
  }
  const show = vscode.l10n.t('Show the Licence');
  const agree = licence.acceptFirst ? vscode.l10n.t('Accept') : vscode.l10n.t('Continue');
  const message = vscode.l10n.t('{0} is under the {1} ({2}).', terms.model, licence.name, licence.version);
  for (;;) {
    const answer = await vscode.window.showInformationMessage(
      withoutLinks(message),
      { modal: true, detail: detailOf(terms) },
      show,
      agree,
    );
    if (answer !== show) {
      if (answer === agree) {
        await accepted.accept(licence, now());
      }
      return answer === agree;
    }
    await vscode.env.openExternal(vscode.Uri.parse(licence.address, true));
  }
}

function detailOf({ artefact, licence, laterLicence, notice }: LicenceTerms): string {
  const parts = [
    describeLicence(licence),
    describeRevision(artefact, laterLicence),
    notice === undefined ? undefined : describeNotice(notice),
    vscode.l10n.t('The licence’s own text holds; this summary is no legal advice.'),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
