import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type MergedCatalog } from '../../src/models/catalog/mergeCatalogs.ts';
import { AcceptedLicences } from '../../src/workbench/acceptedLicences.ts';
import { askForLicence, type LicenceTerms } from '../../src/workbench/licenceConsent.ts';
import { loadModelCatalog } from '../../src/workbench/modelCatalog.ts';
import { MemoryState } from '../support/memoryState.ts';

/** A modal dialog as it was shown. */
interface Shown {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

describe('the consent to a licence', () => {
  const original = { show: vscode.window.showInformationMessage, open: vscode.env.openExternal };
  let catalog: MergedCatalog;
  let accepted: AcceptedLicences;
  let shown: Shown[];
  let opened: string[];
  /** Buttons to press, one a dialog; none for *Cancel*. */
  let answers: string[];
  before(async () => {
    const extension = vscode.extensions.getExtension('openelm.openelm');
    assert.ok(extension);
    ({ catalog } = await loadModelCatalog(extension.extensionPath));
  });
  beforeEach(() => {
    accepted = new AcceptedLicences(new MemoryState());
    shown = [];
    opened = [];
    answers = [];
    Object.assign(vscode.window, {
      showInformationMessage: (message: string, options: vscode.MessageOptions, ...buttons: string[]) => {
        assert.equal(options.modal, true);
        shown.push({ message, detail: options.detail ?? '', buttons });
        return Promise.resolve(answers.shift());
      },
    });
    // VS Code lets tests patch what it freezes for others.
    Object.assign(vscode.env, {
      openExternal: (uri: vscode.Uri) => {
        opened.push(uri.toString(true));
        return Promise.resolve(true);
      },
    });
  });
  afterEach(() => {
    Object.assign(vscode.window, { showInformationMessage: original.show });
    Object.assign(vscode.env, { openExternal: original.open });
  });

  /** Of the first file that is published under a licence. */
  function termsOf(licenceId: string): LicenceTerms {
    for (const { name, notice, artefacts } of catalog.models) {
      const artefact = artefacts.find(({ licence }) => licence === licenceId);
      const licence = catalog.licences.get(licenceId);
      if (artefact !== undefined && licence !== undefined) {
        return {
          model: name,
          artefact,
          licence,
          laterLicence: catalog.licences.get(artefact.laterLicence ?? ''),
          notice: catalog.notices.get(notice ?? ''),
        };
      }
    }
    throw new assert.AssertionError({ message: licenceId });
  }

  const at = (): Date => new Date('2026-01-02T03:04:05Z');

  it('shows what is allowed, what has changed since, and the publisher’s warning', async () => {
    await askForLicence(termsOf('apple-ascl'), accepted, at);
    const [dialog] = shown;
    assert.equal(dialog?.message, 'OpenELM 270M is under the Apple Sample Code License (2024).');
    assert.deepEqual(dialog.buttons, ['Show the Licence', 'Accept']);
    assert.match(dialog.detail, /older licence/u);
    assert.match(dialog.detail, /Apple Machine Learning Research Model License since/u);
    assert.match(dialog.detail, /harmful/u);
    assert.match(dialog.detail, /no legal advice/u);
  });

  it('tells that the newer licence of Apple allows research only', async () => {
    await askForLicence(termsOf('apple-amlr'), accepted, at);
    assert.match(shown[0]?.detail ?? '', /non-commercial research only/u);
  });

  it('asks once for each licence, and keeps the date', async () => {
    answers.push('Accept');
    assert.equal(await askForLicence(termsOf('apple-ascl'), accepted, at), true);
    assert.equal(await askForLicence(termsOf('apple-ascl'), accepted, at), true);
    assert.equal(shown.length, 1);
    assert.equal(accepted.all()[0]?.date, '2026-01-02T03:04:05.000Z');
    assert.equal(await askForLicence(termsOf('apple-amlr'), accepted, at), false);
    assert.equal(shown.length, 2);
  });

  it('fetches nothing and keeps nothing when it is cancelled', async () => {
    assert.equal(await askForLicence(termsOf('apple-ascl'), accepted, at), false);
    assert.deepEqual(accepted.all(), []);
  });

  it('opens the licence and asks again', async () => {
    answers.push('Show the Licence', 'Accept');
    assert.equal(await askForLicence(termsOf('apple-amlr'), accepted, at), true);
    assert.equal(shown.length, 2);
    assert.match(opened[0] ?? '', /^https:\/\/huggingface\.co\/apple\/.+\/LICENSE$/u);
  });

  it('shows a permissive licence, too, without asking for more than to go on', async () => {
    answers.push('Continue');
    assert.equal(await askForLicence(termsOf('apache-2.0'), accepted, at), true);
    assert.deepEqual(shown[0]?.buttons, ['Show the Licence', 'Continue']);
  });

  it('asks again after the consent was withdrawn', async () => {
    answers.push('Accept');
    await askForLicence(termsOf('apple-ascl'), accepted, at);
    await accepted.withdraw('apple-ascl');
    assert.equal(await askForLicence(termsOf('apple-ascl'), accepted, at), false);
    assert.equal(shown.length, 2);
  });
});
