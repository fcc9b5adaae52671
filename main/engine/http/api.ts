/**
 * The API of one host: its accounts and tokens, the servers that were asked for, and the one that the open workspace's settings ask
 * for. What a server needs is loaded when there is one: most starts have none.
 */
import { join } from 'node:path';
import { open } from '#contract/envelope.ts';
import { toWireError } from '#core/errors.ts';
import type { ApiStatus, AuditEntry } from '#core/model/api.ts';
import type { Settings, Workspace } from '#core/model/workspace.ts';
import type { Ports } from '#core/ports.ts';
import type { Accounts } from './accounts/accounts.ts';
import { readAudit } from './audit.ts';
import type { ContractFace } from './contract-face.ts';
import type { ApiServer } from './server.ts';
import { noteServing } from './serving.ts';

export type ServeOptions = {
  readonly host?: string;
  readonly port: number;
  /** Files with a certificate and its key; beyond loopback one of our own is made without them. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
};

export type ApiOptions = ContractFace & {
  readonly ports: Ports;
  /** Where tokens, certificate and record are kept. */
  readonly folder: string;
};

export type Api = {
  status(): ApiStatus;
  /** See `api.audit`. */
  audit(limit: number): AuditEntry[];
  serve(options: ServeOptions): Promise<ApiServer>;
  /** Brings the workspace's own server in line with its settings; null: there is no workspace. */
  follow(settings: Settings | null): Promise<void>;
  /** Opened when they are asked for first. */
  accounts(): Promise<Accounts>;
  close(): Promise<void>;
};

export function createApi(options: ApiOptions): Api {
  const { ports, folder } = options;
  const auditFile = join(folder, 'audit.jsonl');
  let opened: Accounts | null = null;
  let own: {
    readonly port: number;
    readonly server: ApiServer | null;
    readonly message: string | null;
  } | null = null;
  const servers = new Set<ApiServer>();
  const notes = new Map<ApiServer, () => void>();

  /** Lets other programs of the person's find the workspace that is open here. */
  async function note(server: ApiServer): Promise<void> {
    const workspace = open(await options.call('workspaces.current', {})) as Workspace | null;
    if (!workspace) return;
    const { person } = open(await options.call('settings.get', {})) as Settings;
    const serving = { pid: process.pid, workspace: workspace.path, address: server.address, person };
    notes.set(server, noteServing(folder, serving));
  }

  async function accounts(): Promise<Accounts> {
    const { openAccounts } = await import('./accounts/accounts.ts');
    opened ??= openAccounts(folder, ports);
    return opened;
  }

  async function serve({ host, port, tls }: ServeOptions): Promise<ApiServer> {
    const [{ startServer }, { isLoopback }, { certificateFor }] = await Promise.all([
      import('./server.ts'),
      import('./access.ts'),
      import('./certificate.ts'),
    ]);
    const name = host ?? '127.0.0.1';
    const isPlain = isLoopback(name) && tls === undefined;
    const server = await startServer({
      version: options.version,
      call: options.call,
      subscribe: options.subscribe,
      news: options.news,
      ports,
      accounts: await accounts(),
      auditFile,
      host: name,
      port,
      certificate: isPlain
        ? undefined
        : await certificateFor({ folder, host: name, tls, now: ports.clock.now() }),
    });
    const served: ApiServer = {
      ...server,
      close: async () => {
        notes.get(served)?.();
        notes.delete(served);
        servers.delete(served);
        await server.close();
      },
    };
    servers.add(served);
    await note(served);
    return served;
  }

  async function stopOwn(): Promise<void> {
    const before = own;
    own = null;
    await before?.server?.close();
  }

  return {
    status: () => {
      if (!own) return { state: 'off', address: null, message: null };
      if (!own.server) return { state: 'failed', address: null, message: own.message };
      return { state: 'on', address: `${own.server.address}/api/v1`, message: null };
    },
    audit: (limit) => readAudit(auditFile, limit),
    serve,
    async follow(settings) {
      const port = settings?.apiEnabled ? settings.apiPort : null;
      // Whose computer it is may have changed.
      if (port === own?.port && own?.server) return await note(own.server);
      await stopOwn();
      if (port === null) return;
      own = await serve({ port }).then(
        (server) => ({ port, server, message: null }),
        // The workspace is of use without it: the settings show why it is not on.
        (error: unknown) => ({ port, server: null, message: toWireError(error).message }),
      );
    },
    accounts,
    async close() {
      await stopOwn();
      await Promise.all([...servers].map((server) => server.close()));
    },
  };
}
