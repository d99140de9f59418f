import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type CopiedText } from '../../src/core/completion/neighbours/otherTexts.ts';
import { Exclusions } from '../../src/provider/exclusions.ts';
import { Definitions } from '../../src/workbench/neighbours/definitions.ts';

const TIDE = `export function tideAt(harbour: Harbour): number {
  return harbour.tide.level;
}
`;
const ASKING = 'const harbour = harbours[0];\nconst level = tideAt(harbour, ';

/** An answer that comes when the test says so. */
class Told<T> {
  tell: (value: T) => void = () => undefined;
  readonly answer = new Promise<T>((resolve) => {
    this.tell = resolve;
  });
}

describe('the definitions of names near the cursor', () => {
  const exclusions = new Exclusions(() => true);
  let registration: vscode.Disposable | undefined;
  let definitions: Definitions;
  /** Where it is defined. */
  let location: vscode.Location;
  let main: vscode.TextDocument;

  after(() => {
    exclusions.dispose();
  });
  beforeEach(async () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace);
    const uri = vscode.Uri.joinPath(workspace.uri, 'definitions-tide.ts');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(TIDE));
    location = new vscode.Location(uri, new vscode.Range(0, 0, 2, 1));
    definitions = new Definitions(exclusions);
    main = await vscode.workspace.openTextDocument({ language: 'typescript', content: ASKING });
  });
  afterEach(async () => {
    registration?.dispose();
    await vscode.workspace.fs.delete(location.uri);
  });

  /** Has a provider tell them, of one name alone where `only` says so. */
  function provide(tell: () => vscode.ProviderResult<vscode.Location>, only?: string): void {
    registration = vscode.languages.registerDefinitionProvider('typescript', {
      provideDefinition: (document, position) => {
        const name = document.getText(document.getWordRangeAtPosition(position));
        return only === undefined || name === only ? tell() : undefined;
      },
    });
  }

  function near(): Promise<readonly CopiedText[]> {
    return definitions.near(main, main.positionAt(ASKING.length));
  }

  /** Asks until there is one: it is on its way. */
  async function untilFound(): Promise<CopiedText | undefined> {
    for (;;) {
      const [found] = await near();
      if (found !== undefined) {
        return found;
      }
    }
  }

  it('are not waited for where telling takes long, and are known the next time', async () => {
    const told = new Told<vscode.Location>();
    provide(() => told.answer, 'tideAt');
    assert.deepEqual(await near(), []);
    told.tell(location);
    const found = await untilFound();
    assert.match(found?.text ?? '', /export function tideAt/u);
  });

  it('stay known where one was told late, though it was asked for again and not told then', async () => {
    const [first, others] = [new Told<vscode.Location>(), new Told<undefined>()];
    let asked = 0;
    provide(() => (++asked === 1 ? first.answer : others.answer), 'tideAt');
    assert.deepEqual(await near(), []);
    const again = near();
    first.tell(location);
    await again;
    await untilFound();
    assert.ok(asked > 1);
    others.tell(undefined);
    // Those that were asked before are told before.
    await vscode.commands.executeCommand(
      'vscode.executeDefinitionProvider',
      main.uri,
      main.positionAt(ASKING.indexOf('tideAt')),
    );
    assert.equal((await near()).length, 1);
  });

  it('are asked for anew where one stood in a document that was closed', async () => {
    let asked = 0;
    provide(() => {
      asked++;
      return location;
    });
    const [definition] = await near();
    assert.match(definition?.text ?? '', /export function tideAt/u);
    // Not all names are asked about at once.
    await near();
    const askedOnce = asked;
    await near();
    assert.equal(asked, askedOnce);
    definitions.forgetIn(main);
    await near();
    assert.equal(asked, askedOnce, 'another document was closed');
    definitions.forgetIn(await vscode.workspace.openTextDocument(location.uri));
    await near();
    assert.ok(asked > askedOnce);
  });
});
