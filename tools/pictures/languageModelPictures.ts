import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startSession } from '../../test/e2e/support/session.ts';
import { CHATML } from '../../test/support/chatTemplates.ts';
import { ggufBytes } from '../../test/support/ggufBytes.ts';
import { miniatureOpenElm } from '../../test/support/miniatureOpenElm.ts';
import { TAGGED_TOOLS } from '../../test/support/toolTemplates.ts';
import { temporaryFolder } from '../host/temporaryFolder.ts';
import { ROOT } from '../support/headlessEngine.ts';
import { EDITOR_THEMES, pictureSettings } from './editorThemes.ts';

const VIEWPORT = { width: 1280, height: 720 };
const WAIT = { state: 'visible', timeout: 60_000 } as const;
/** Tiny models under names that people know, by their templates: one of them can call tools. */
const MODELS = { 'OpenELM-270M-Instruct': CHATML, 'OpenELM-450M-Instruct': TAGGED_TOOLS };

/**
 * Takes pictures of this extension's models where VS Code shows those of all extensions: in its editor of language models
 * and in the picker of its own chat view, neither of which asks for an account.
 */
export async function takeLanguageModelPictures(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const models = temporaryFolder('pictures-language-models');
  for (const [name, template] of Object.entries(MODELS)) {
    writeFileSync(path.join(models, `${name}.gguf`), modelBytes(name, template));
  }
  for (const [short, theme] of Object.entries(EDITOR_THEMES)) {
    const settings = {
      ...pictureSettings(theme),
      'chat.disableAIFeatures': false,
      'openelm.models.folder': models,
    };
    await takeTheme(path.join(folder, short), settings);
    console.log(`language models: ${short}`);
  }
}

async function takeTheme(prefix: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const session = await startSession({
    extension: { kind: 'development', folder: ROOT },
    workspaceFiles: { 'total.ts': 'export const total = 1;\n' },
    settings,
    viewport: VIEWPORT,
  });
  try {
    const { driver } = session;
    const first = (selector: string): ReturnType<typeof driver.page.locator> =>
      driver.page.locator(selector).first();
    await driver.openFile('total.ts');
    await driver.runCommand('Chat: Manage Language Models');
    await first('.ai-models-management-editor .monaco-list-row:has-text("OpenELM-450M")').waitFor(WAIT);
    await driver.screenshot(`${prefix}-language-models.png`);
    await driver.press('Control+Alt+i');
    await first('.model-picker-item:has-text("OpenELM")').click();
    await first('.action-widget :text("OpenELM-450M")').waitFor(WAIT);
    await driver.screenshot(`${prefix}-language-model-picker.png`);
  } finally {
    await session.stop();
  }
}

function modelBytes(name: string, template: string): Buffer {
  const { gguf } = miniatureOpenElm();
  const metadata = gguf.metadata.filter(([key]) => key !== 'general.name');
  return ggufBytes({
    ...gguf,
    metadata: [
      ...metadata,
      ['general.name', { type: 'string', value: name }],
      ['tokenizer.chat_template', { type: 'string', value: template }],
    ],
  });
}
