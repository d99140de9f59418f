import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SETTING_DEFAULTS } from '../../src/workbench/settings.ts';

interface Property {
  readonly default: unknown;
  readonly scope?: string;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly keybindings?: unknown;
    readonly menus: Readonly<Record<string, readonly { readonly command?: string }[]>>;
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Property>> }[];
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

function manifest(): Manifest {
  const extension = vscode.extensions.getExtension('openelm.openelm');
  assert.ok(extension);
  return extension.packageJSON as Manifest;
}

const properties = (): Readonly<Record<string, Property>> =>
  Object.assign({}, ...manifest().contributes.configuration.map((group) => group.properties)) as Record<
    string,
    Property
  >;

describe('package.json', () => {
  it('lists the settings that are read, with the same defaults', () => {
    const listed = Object.fromEntries(
      Object.entries(properties())
        // The list of secrets stands in package.json alone.
        .filter(([key]) => key !== 'openelm.completion.exclude')
        .map(([key, property]) => [key.replace('openelm.', ''), property.default]),
    );
    assert.deepEqual({ ...listed, 'completion.exclude': [] }, SETTING_DEFAULTS);
  });

  it('lists each setting once', () => {
    const keys = manifest().contributes.configuration.flatMap((group) => Object.keys(group.properties));
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });

  it('lets no workspace choose what the engine opens', () => {
    for (const [key, { scope }] of Object.entries(properties())) {
      if (/^openelm\.(?:models?|engine)\.|modelFile$/u.test(key)) {
        assert.equal(scope, 'machine', key);
      }
    }
  });

  it('ignores every setting of an untrusted workspace', () => {
    const { restrictedConfigurations } = manifest().capabilities.untrustedWorkspaces;
    assert.deepEqual([...restrictedConfigurations].sort(), Object.keys(properties()).sort());
  });

  it('takes no key by itself', () => {
    assert.equal(manifest().contributes.keybindings, undefined);
  });

  it('puts no command into a menu that it does not list', () => {
    const { commands, menus } = manifest().contributes;
    const listed = new Set(commands.map(({ command }) => command));
    for (const { command } of Object.values(menus).flat()) {
      assert.ok(command === undefined || listed.has(command), command);
    }
  });

  it('lists commands that exist', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const { command } of manifest().contributes.commands) {
      assert.ok(registered.has(command), command);
    }
  });
});
