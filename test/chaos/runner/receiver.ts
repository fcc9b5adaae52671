/** The world outside: a server that webhooks tell of items. It refuses, hangs up and dawdles now and then. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createDice } from './dice.ts';

export type Delivery = {
  /** The item it told of. */
  readonly itemId: string;
  /** Requests that came. */
  readonly came: number;
  /** Requests that were answered well; the engine may have died before it read the answer. */
  readonly taken: number;
};

export type Receiver = {
  readonly url: string;
  /** By Idempotency-Key. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
  /** Requests without a key. */
  readonly nameless: () => number;
  close(): Promise<void>;
};

const REFUSES = 0.03;
const HANGS_UP = 0.03;
const DAWDLES = 0.15;

/** @param calm true: everything is taken at once */
export async function startReceiver(seed: string, calm: () => boolean): Promise<Receiver> {
  const dice = createDice(`${seed} receiver`);
  const deliveries = new Map<string, Delivery>();
  let nameless = 0;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const itemId = await readItemId(request);
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string') nameless += 1;
    const name = typeof key === 'string' ? key : `none ${nameless}`;
    const before = deliveries.get(name) ?? { itemId, came: 0, taken: 0 };
    const fate = calm() ? 1 : dice.next();
    const refused = fate < REFUSES + HANGS_UP;
    deliveries.set(name, { itemId, came: before.came + 1, taken: before.taken + (refused ? 0 : 1) });
    if (fate < HANGS_UP) request.socket.destroy();
    else {
      if (!refused && fate < REFUSES + HANGS_UP + DAWDLES) await delay(200);
      response.writeHead(refused ? 503 : 200).end();
    }
  }

  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/items`,
    deliveries,
    nameless: () => nameless,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readItemId(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  const item: { id?: unknown } = JSON.parse(body);
  return String(item.id);
}
