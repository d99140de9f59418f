import assert from 'node:assert/strict';
import { GitRepository } from '../../../../src/history/gitRepository.ts';
import { NamedDefinitions } from '../../../../tools/replay/namedDefinitions.ts';
import { packagedGrammars } from '../../../../tools/support/syntaxJudge.ts';
import { lines } from '../../../support/cursor.ts';
import { TemporaryRepository } from '../../../support/temporaryRepository.ts';

describe('NamedDefinitions', () => {
  let made: TemporaryRepository;
  before(() => {
    made = new TemporaryRepository();
    made.commit({
      'tide.ts': lines(
        'export function tideAt(harbour: Harbour): number {',
        '  const inside = 1;',
        '  return harbour.level + inside;',
        '}',
        'export const LEVELS = [1, 2];',
        'export class Harbour {',
        '  level = 0;',
        '  berthsLeft(): number {',
        '    return 1;',
        '  }',
        '}',
      ),
      'old.js': lines(
        'exports.ebb = function (day) {',
        '  return day;',
        '};',
        'Moon.prototype.wane = () => 1;',
      ),
      'twice.ts': 'export const LEVELS = [];\n',
      'moved.ts': 'export function drift() {}\n',
      'types.d.ts': 'export declare function ebb(day: number): number;\n',
      'over.ts': lines(
        'export function over(day: string): void;',
        'export function over(day: unknown): void {',
        '  return;',
        '}',
      ),
      'secret/keys.ts': 'export function unlock() {}\n',
      'moon.py': lines('PHASES = 4', 'class Moon:', '    def wax(self, day=1):', '        return day'),
      'Port.java': lines('class Port {', '  int pilots;', '  int call() {', '    return 1;', '  }', '}'),
    });
    made.git('mv', 'moved.ts', 'elsewhere.ts');
    made.commit({ 'main.ts': 'main();\n', 'new.ts': 'export function newMoon() {}\n' });
  });
  after(() => {
    made.remove();
  });

  async function near(path: string, before: string): Promise<readonly string[]> {
    const repository = new GitRepository(made.folder);
    const [commit] = await repository.lastCommits(1);
    assert.ok(commit);
    const definitions = new NamedDefinitions(
      repository,
      (file) => file.startsWith('secret/'),
      packagedGrammars(),
    );
    const found = await (await definitions.before(commit))({ path, before, after: '' });
    return found.map(({ path: from, text }) => {
      const [first = '', ...others] = text.trimEnd().split('\n');
      return `${from} ${first.trim()} +${others.length}`;
    });
  }

  it('shows what the document imports, whole', async () => {
    const head = "import { tideAt, Harbour } from './tide.ts';\n";
    assert.deepEqual(await near('main.ts', `${head}tideAt(new Harbour(`), [
      'tide.ts export class Harbour { +5',
      'tide.ts export function tideAt(harbour: Harbour): number { +3',
    ]);
  });

  it('shows the method or function that is called by a dot, of a file that is imported', async () => {
    assert.deepEqual(await near('main.ts', "import { Port } from './tide.ts';\nport.berthsLeft("), [
      'tide.ts berthsLeft(): number { +2',
    ]);
    assert.deepEqual(await near('main.js', "const old = require('./old');\nold.ebb(moon.wane("), [
      'old.js Moon.prototype.wane = () => 1; +0',
      'old.js exports.ebb = function (day) { +2',
    ]);
    assert.deepEqual(await near('main.py', 'import moon\nmoon.wax('), ['moon.py def wax(self, day=1): +1']);
  });

  it('takes a name of another kind for the document’s own', async () => {
    // A local, a field, a function that nothing imports, and what another language has.
    assert.deepEqual(
      await near('main.ts', 'inside; harbour.level; tideAt(; PHASES; moon.wax(; port.berthsLeft('),
      [],
    );
  });

  it('knows a type everywhere in languages that need no import', async () => {
    assert.deepEqual(await near('Main.java', 'Port port'), ['Port.java class Port { +5']);
  });

  it('shows none of several, but the one in the file that is imported', async () => {
    const named = "import { LEVELS } from 'somewhere';\nLEVELS";
    assert.deepEqual(await near('main.ts', named), []);
    assert.deepEqual(await near('main.ts', named.replace('somewhere', './tide.ts')), [
      'tide.ts export const LEVELS = [1, 2]; +0',
    ]);
  });

  it('knows imports that go over several lines, and the first of a function’s forms', async () => {
    const head = lines('import {', '  over,', "} from './over.ts';", '');
    assert.deepEqual(await near('main.ts', `${head}over(`), [
      'over.ts export function over(day: string): void; +0',
    ]);
    const required = lines('const {', '  tideAt,', "} = require('./tide');", '');
    assert.deepEqual(await near('main.ts', `${required}tideAt(`), [
      'tide.ts export function tideAt(harbour: Harbour): number { +3',
    ]);
    const python = lines('from moon import (', '    Moon,', ')', '');
    assert.deepEqual(await near('main.py', `${python}Moon(`), ['moon.py class Moon: +2']);
  });

  it('prefers what is written to what is only declared', async () => {
    assert.deepEqual(await near('main.ts', "import { ebb } from './anywhere';\nebb("), [
      'old.js exports.ebb = function (day) { +2',
    ]);
  });

  it('knows nothing that the commit adds, moves or removes, and no spread for a member', async () => {
    assert.deepEqual(await near('main.ts', "import { newMoon } from './new.ts';\nnewMoon("), []);
    assert.deepEqual(await near('main.ts', "import { drift } from './elsewhere.ts';\ndrift("), []);
    assert.deepEqual(await near('main.ts', 'list(...tideAt('), []);
  });

  it('shows nothing of what is left out, nor of the document itself', async () => {
    assert.deepEqual(await near('main.ts', "import { unlock } from './secret/keys.ts';\nunlock("), []);
    assert.deepEqual(await near('tide.ts', "import { tideAt } from './tide.ts';\ntideAt("), []);
  });
});
