import { type Command, Option } from 'commander';
import { withEngine } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption, wholeNumber, workspaceOption } from '../options.ts';
import { facts } from '../output.ts';
import { findInstallation, workspaceFolder } from '../places.ts';

import { newToken } from '../serve/access.ts';
import { startServer } from '../serve/server.ts';
import type { Runner, Session } from '../session.ts';

type ServeFlags = { workspace?: string; port: number; json?: boolean };

/** `sluice serve`: the engine by itself, until it is told to end. */
export function addServe(program: Command, run: Runner): void {
  program
    .command('serve')
    .description(
      'run the engine without a window: watch folders, run pipelines, answer calls on this computer',
    )
    .addOption(workspaceOption())
    .addOption(new Option('--port <n>', '0: any free one').argParser(wholeNumber(0, 65_535)).default(0))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Prints its address and a token, new at every start, and ends with Ctrl-C. Calls are those of the desktop
app's screens; answers are {"ok": true, "value": …} or {"ok": false, "error": {"code", "message", "details"}}.
  GET  /health       without a token
  POST /call/NAME    body: the call's input as JSON; header: Authorization: Bearer TOKEN
  GET  /events       server-sent events; the same header
Only programs on this computer are answered, and no web pages.

Examples:
  sluice serve --workspace ~/footage
  curl -H "Authorization: Bearer TOKEN" -H "Content-Type: application/json" \\
    -d '{}' http://127.0.0.1:PORT/call/projects.list`,
    )
    .action(async (flags: ServeFlags) => {
      await run(flags, async (session) => await serve(flags, session));
    });
}

async function serve(flags: ServeFlags, session: Session) {
  const workspace = workspaceFolder(flags.workspace);
  return await withEngine(workspace, session.output, async (engine) => {
    const token = newToken();
    const server = await startServer({
      port: flags.port,
      token,
      version: findInstallation().version,
      call: (name, input) => engine.host.call(name, input),
      subscribe: engine.subscribe,
    });
    const address = `http://127.0.0.1:${server.port}`;
    session.output.result({ address, token, workspace, pid: process.pid }, () =>
      facts([
        ['address', address],
        ['token', token],
        ['workspace', workspace],
      ]),
    );
    await aborted(session.signal);
    await server.close();
    return EXIT.ok;
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
