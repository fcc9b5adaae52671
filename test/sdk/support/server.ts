/** The SDK against a real server that listens on a port, on a real engine and a temporary workspace. */
import { join } from 'node:path';
import { startServer } from '#engine/http/server.ts';
import { systemPorts } from '#engine/ports.ts';
import { type ConnectOptions, connect, type Session } from '#sdk/index.ts';
import { openApi, type TestApi } from '#test/engine/http/support/api.ts';

export type Served = {
  readonly api: TestApi;
  /** Ends in `/api/v1`. */
  readonly url: string;
  readonly session: Session;
  /** Addresses that were to be shown to a person. */
  readonly opened: string[];
  connect(options?: Partial<ConnectOptions>): Session;
  close(): Promise<void>;
};

export async function serve(): Promise<Served> {
  const api = await openApi();
  const { host, news, accounts, folder, token } = api;
  const server = await startServer({
    version: '1.2.3',
    call: host.call,
    subscribe: host.subscribe,
    news,
    accounts,
    ports: systemPorts({ logFile: null }),
    auditFile: join(folder, 'api', 'audit.jsonl'),
    port: 0,
    checkReplies: true,
    limits: { perToken: Number.MAX_SAFE_INTEGER, perStranger: Number.MAX_SAFE_INTEGER },
  });
  const opened: string[] = [];
  const url = `${server.address}/api/v1`;
  const connectTo = (options: Partial<ConnectOptions> = {}) =>
    connect({
      url,
      token,
      open: (address) => void opened.push(address),
      retry: { tries: 2, firstMs: 1 },
      ...options,
    });
  return {
    api,
    url,
    opened,
    session: connectTo(),
    connect: connectTo,
    async close() {
      await server.close();
      await api.close();
    },
  };
}
