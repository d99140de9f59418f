import * as vscode from 'vscode';
import {
  type CatalogArtefact,
  type CatalogLicence,
  type CatalogNotice,
} from '../models/catalog/catalogSchema.ts';

/** What a licence allows, in short and in our own words. */
export function describeLicence({ id, summary, researchOnly }: CatalogLicence): string {
  switch (id) {
    case 'apple-ascl':
      return vscode.l10n.t(
        'Apple’s older licence for OpenELM. In short: you may use, change and pass on the files. Who passes them on unchanged passes on the licence’s notice with them. Apple’s names must not advertise what you make of them, no patents are licensed, and nothing is warranted.',
      );
    case 'apple-amlr':
      return vscode.l10n.t(
        'Apple’s licence for its research models. In short: you may use the files for non-commercial research only, not in or for a product or a service, and the same holds for what you derive from them. Who passes them on passes on the agreement and its notice. It ends when it is broken; the files are to be deleted then.',
      );
    case 'apache-2.0':
      return vscode.l10n.t(
        'In short: you may use, change and pass on the files, for money too, with the licence and the notices that come with them. Patents are licensed, and nothing is warranted.',
      );
    case 'mit':
      return vscode.l10n.t(
        'In short: you may use, change and pass on the files, for money too, with the copyright notice. Nothing is warranted.',
      );
    default:
      return summary ?? describeUnknown(researchOnly);
  }
}

function describeUnknown(researchOnly: boolean): string {
  return researchOnly
    ? vscode.l10n.t('The catalog says that it allows research only. Read its text before you accept it.')
    : vscode.l10n.t('Read its text before you accept it.');
}

/** A warning of a model’s publisher, in our own words; that of an unknown catalog in its own. */
export function describeNotice({ id, text }: CatalogNotice): string {
  return id === 'openelm-safety'
    ? vscode.l10n.t(
        'Apple publishes these models without any guarantee that they are safe. What they write can be wrong, harmful, biased or offensive: test it, and filter it where others read it.',
      )
    : (text ?? '');
}

/** What is to be known of which licence holds for just this revision; undefined where there is nothing. */
export function describeRevision(
  { revision, unverified }: Pick<CatalogArtefact, 'revision' | 'unverified'>,
  later: CatalogLicence | undefined,
): string | undefined {
  if (later !== undefined && revision !== undefined) {
    return vscode.l10n.t(
      'The revision {0} was published under it. The same files have been published under the {1} since; what that means for you is yours to judge.',
      revision.slice(0, 7),
      later.name,
    );
  }
  return unverified.includes('licence')
    ? vscode.l10n.t(
        'It could not be verified that this copy is under this licence. Look at its page before you accept it.',
      )
    : undefined;
}
