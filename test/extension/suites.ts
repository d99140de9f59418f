// Every suite that runs inside the extension host: the bundler sees only what is imported here.
import './activation.test.ts';
import './assist/codeActions.test.ts';
import './assist/codeTarget.test.ts';
import './assist/commitMessage.test.ts';
import './assist/explainHere.test.ts';
import './assist/proposeChange.test.ts';
import './assist/suggestNames.test.ts';
import './chatContext.test.ts';
import './chatPanel.test.ts';
import './completions.test.ts';
import './convertModel.test.ts';
import './exclusions.test.ts';
import './languageModelProvider.test.ts';
import './languageModels.test.ts';
import './manifest.test.ts';
import './participant.test.ts';
import './settings.test.ts';
