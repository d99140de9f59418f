/** Entry of the engine process: forked by the supervisor, ends with the editor. */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { LOG_NOTIFICATION, type LogLine } from '../protocol.ts';
import { EngineServer } from './engineServer.ts';
import { openRuntime } from './llamaRuntime.ts';
import { yieldToEditor } from './yieldToEditor.ts';

/** Tells a crash of ours from one of the native library, which ends with a signal. */
const EXIT_UNHANDLED = 70;
/** How long the start may compete with the editor as an equal. */
const STARTUP_MS = 3000;

if (process.send === undefined) {
  console.error(
    'This program is started by the OpenELM extension and talks to it; it has no use of its own.',
  );
  process.exit(64);
}

// The editor was closed or killed: nobody is left to answer. An orderly exit could hang in the native library's
// destructors while its threads still compute, so this one is not orderly.
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGKILL');
});

// The first suggestion waits for the start, which is short; from then on, or when a large model takes its time, the
// editor goes first.
const startup = setTimeout(yieldToEditor, STARTUP_MS);
function endStartup(): void {
  clearTimeout(startup);
  yieldToEditor();
}

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process), {
  error: (message) => {
    log('error', message);
  },
  warn: (message) => {
    log('warn', message);
  },
  info: (message) => {
    log('info', message);
  },
  log: (message) => {
    log('debug', message);
  },
});

function log(level: LogLine['level'], message: string): void {
  connection.sendNotification(LOG_NOTIFICATION, { level, message } satisfies LogLine).catch(() => undefined);
}

/** After an error inside sampling every later call on that sequence hangs: a fresh process is the only cure. */
function endOnError(error: unknown): void {
  console.error(error);
  process.exit(EXIT_UNHANDLED);
}
process.on('unhandledRejection', endOnError);
process.on('uncaughtException', endOnError);

new EngineServer(connection, openRuntime, endStartup);
connection.listen();
