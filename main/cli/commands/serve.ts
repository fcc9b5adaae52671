import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import { withEngine } from '../engine.ts';
import { EXIT } from '../exit-codes.ts';
import { jsonOption, timeSpan, wholeNumber, workspaceOption } from '../options.ts';
import { facts } from '../output.ts';
import { workspaceFolder } from '../places.ts';
import type { Runner, Session } from '../session.ts';

type ServeFlags = {
  workspace?: string;
  host: string;
  port: number;
  tlsCert?: string;
  tlsKey?: string;
  token: boolean;
  backupTo?: string;
  backupEvery: number;
  backupKeep: number;
  json?: boolean;
};

/** The token of a start ends with the server; this is how long it is good for when the server cannot take it back. */
const START_TOKEN_SECONDS = 30 * 86_400;

/** `sluice serve`: the engine by itself, until it is told to end. */
export function addServe(program: Command, run: Runner): void {
  program
    .command('serve')
    .description('run the engine without a window: watch folders, run pipelines, answer programs by its API')
    .addOption(workspaceOption())
    .addOption(
      new Option('--host <address>', 'where to listen; beyond this computer with TLS only').default(
        '127.0.0.1',
      ),
    )
    .addOption(new Option('--port <n>', '0: any free one').argParser(wholeNumber(0, 65_535)).default(0))
    .addOption(
      new Option('--tls-cert <file>', 'a certificate (PEM); without, one of its own is made and kept'),
    )
    .addOption(new Option('--tls-key <file>', "the certificate's key (PEM)"))
    .option('--no-token', 'make no token for this start: for a service, whose output is kept')
    .option('--backup-to <dir>', 'make backups there by itself, from now on; better on another disk')
    .addOption(
      new Option('--backup-every <time>', 'from one backup to the next')
        .argParser(timeSpan('10m', '1y'))
        .default(86_400, '24h'),
    )
    .addOption(
      new Option('--backup-keep <n>', 'backups that are kept; the oldest goes once a new one was checked')
        .argParser(wholeNumber(1, 1000))
        .default(7),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Prints its address and a token for this start, and ends with Ctrl-C. "sluice token" makes tokens that last.
  /api/v1            the API, in the shape of the Dataloop REST API; GET /api/v1/docs describes it
  GET  /health       without a token
  POST /call/NAME    the calls of the desktop app's screens; body: the call's input as JSON
  GET  /events       server-sent events
Every other request needs the header "Authorization: Bearer TOKEN". Web pages get no answer.

Examples:
  sluice serve --workspace ~/footage
  sluice serve --host 0.0.0.0 --port 7411
  sluice serve --host 0.0.0.0 --port 7411 --backup-to /media/disk/hub --backup-every 12h --backup-keep 14
  curl -H "Authorization: Bearer TOKEN" http://127.0.0.1:PORT/api/v1/projects`,
    )
    .action(async (flags: ServeFlags) => {
      await run(flags, async (session) => await serve(flags, session));
    });
}

async function serve(flags: ServeFlags, session: Session) {
  const tls = certificateOf(flags);
  const workspace = workspaceFolder(flags.workspace);
  return await withEngine(workspace, session.output, async (engine) => {
    const { person } = await engine.call('settings.get', {});
    if (flags.backupTo !== undefined) {
      const { backupEvery: every, backupKeep: keep } = flags;
      await engine.call('backups.setPlan', { plan: { folder: resolve(flags.backupTo), every, keep } });
    }
    const server = await engine.host.serve({ host: flags.host, port: flags.port, tls });
    // What others reach speaks TLS, with a certificate that commands on this computer would have to be told to trust.
    const own = isPlain(server.address) ? null : await engine.host.serve({ port: 0 });
    const made = flags.token
      ? await engine.call('api.createToken', { email: person, role: 'owner', seconds: START_TOKEN_SECONDS })
      : null;
    const shown = made ? { token: made.token } : {};
    const { address, fingerprint } = server;
    session.output.result({ address, ...shown, workspace, pid: process.pid, fingerprint }, () =>
      facts([
        ['address', address],
        ['API', `${address}/api/v1`],
        ...Object.entries(shown),
        ...(fingerprint === null ? [] : [['SHA-256', fingerprint] as const]),
        ['workspace', workspace],
      ]),
    );
    await aborted(session.signal);
    await Promise.all([server.close(), own?.close()]);
    if (made) await engine.call('api.revokeToken', { id: made.id }).catch(() => null);
    return EXIT.ok;
  });
}

function isPlain(address: string): boolean {
  return address.startsWith('http:');
}

function certificateOf({ tlsCert: cert, tlsKey: key }: ServeFlags) {
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) return { cert, key };
  throw new SluiceError('invalid-input', 'A certificate needs its key: give both --tls-cert and --tls-key.');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
