// Every suite that runs inside the extension host: the bundler sees only what is imported here.
import './activation.test.ts';
import './chatContext.test.ts';
import './chatPanel.test.ts';
import './completions.test.ts';
import './exclusions.test.ts';
import './manifest.test.ts';
import './settings.test.ts';
