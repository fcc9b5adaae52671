/**
 * A server in front of a hub that has only what the reference system has: it knows nothing of hubs. Answers to chosen
 * requests are lost on the way back, after the work was done.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `lost`: it does not arrive; `reply-lost`: the work is done. */
export type Fault = 'none' | 'lost' | 'reply-lost';

export type PlainFront = {
  readonly address: string;
  /** Loses the answer to the next request whose method and path this matches. */
  loseNext(pattern: RegExp): void;
  /** What becomes of each request from now on; null: all are answered. */
  setFaults(fault: (() => Fault) | null): void;
  /** Requests so far, as "POST /path". */
  readonly asked: string[];
  close(): Promise<void>;
};

export async function openPlainFront(hubAddress: string): Promise<PlainFront> {
  const hub = new URL(hubAddress);
  const losing: RegExp[] = [];
  const asked: string[] = [];
  let faults: (() => Fault) | null = null;

  function pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const name = `${incoming.method} ${incoming.url?.replace('/api/v1', '')}`;
    asked.push(name);
    if (/^\S+ \/hub/.test(name)) {
      outgoing.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Cannot GET it"}');
      return;
    }
    const fault = faults?.() ?? 'none';
    if (fault === 'lost') {
      incoming.destroy();
      return;
    }
    const { method, url } = incoming;
    const headers = { ...incoming.headers, host: hub.host };
    const inner = request(
      { ...{ host: hub.hostname, port: hub.port }, method, path: url, headers },
      (answer) => {
        const at = losing.findIndex((pattern) => pattern.test(name));
        if (at >= 0 || fault === 'reply-lost') {
          if (at >= 0) losing.splice(at, 1);
          answer.resume().once('end', () => outgoing.destroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      },
    );
    inner.once('error', () => outgoing.destroy());
    incoming.pipe(inner);
  }

  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/api/v1`,
    loseNext: (pattern) => losing.push(pattern),
    setFaults(fault) {
      faults = fault;
    },
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
