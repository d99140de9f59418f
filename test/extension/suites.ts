// Every suite that runs inside the extension host: the bundler sees only what is imported here.
import './activation.test.ts';
import './completions.test.ts';
import './exclusions.test.ts';
import './languageModels.test.ts';
import './manifest.test.ts';
import './participant.test.ts';
import './settings.test.ts';
