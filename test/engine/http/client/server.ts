/** A server that listens, and clients of it. */
import { join } from 'node:path';
import type { Role } from '#core/model/api.ts';
import { startServer } from '#engine/http/server.ts';
import { systemPorts } from '#engine/ports.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { type Client, connect, type Environment, type Login } from './wire.ts';

export type Served = {
  readonly api: TestApi;
  readonly environment: Environment;
  client(login?: Login): Client;
  /** A client whose token is another person's, or lasts for another time. */
  clientOf(role: Role, email: string, seconds?: number): Promise<Client>;
  /** Fails when anything went wrong inside meanwhile. */
  close(): Promise<void>;
};

const UNLIMITED = { perToken: Number.MAX_SAFE_INTEGER, perStranger: Number.MAX_SAFE_INTEGER };

export async function openServed(): Promise<Served> {
  const api = await openApi();
  const failed: string[] = [];
  const ports = systemPorts({ logFile: null });
  const server = await startServer({
    version: '1.2.3',
    call: api.host.call,
    subscribe: api.host.subscribe,
    accounts: api.accounts,
    ports: {
      ...ports,
      logger: { log: (level, message) => void (level === 'error' && failed.push(message)) },
    },
    auditFile: join(api.folder, 'api', 'served.jsonl'),
    port: 0,
    checkReplies: true,
    limits: UNLIMITED,
  });
  const environment = { url: `${server.address}/api/v1`, gate: server.address };
  const open: { close(): void }[] = [];
  const client = (login: Login = { token: api.token }) => {
    const made = connect(environment, login);
    open.push(made);
    return made;
  };
  return {
    api,
    environment,
    client,
    async clientOf(role, email, seconds = 3600) {
      const { token, refreshToken } = await api.tokens.create({ email, role, seconds });
      return client({ token, refreshToken });
    },
    async close() {
      for (const one of open) one.close();
      await server.close();
      await api.close();
      const all = [...failed, ...api.logged];
      if (all.length > 0) throw new Error(`went wrong inside: ${all.join('; ')}`);
    },
  };
}
