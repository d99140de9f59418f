import * as vscode from 'vscode';

/** Command id → what it does; VS Code gives whatever a menu, a key or another extension passes on. */
export type CommandTable<Id extends string> = Readonly<Record<Id, (argument?: never) => Promise<void>>>;

/** Registers commands whose table is loaded when the first of them is run. */
export function registerTable<Id extends string>(
  ids: readonly Id[],
  load: () => Promise<CommandTable<Id>>,
): vscode.Disposable[] {
  return ids.map((id) =>
    vscode.commands.registerCommand(id, async (argument: unknown) => {
      const table = await load();
      await table[id](argument as never);
    }),
  );
}
