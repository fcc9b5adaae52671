/** What lies between a workstation and its hub: passes everything on until it is told to cut it. */
import { createServer, type IncomingMessage, request } from 'node:http';
import { pipeline } from 'node:stream';

export type CutProxy = {
  readonly address: string;
  /** Requests for which an answer is waited for, by their path. */
  waiting(): readonly string[];
  /** All requests that came, by method and path. */
  readonly seen: readonly string[];
  /** Ends every connection in the middle of whatever it carries. */
  cut(): void;
  /** From now on answers break off after so many bytes; null: none do. */
  limit(bytes: number | null, path?: RegExp): void;
  /** From now on such answers stand still after so many bytes. */
  hold(bytes: number, path: RegExp): void;
  close(): Promise<void>;
};

export async function cutProxy(hubPort: number): Promise<CutProxy> {
  const waiting = new Set<IncomingMessage>();
  const seen: string[] = [];
  let most: { readonly bytes: number; readonly path: RegExp; readonly holds: boolean } | null = null;
  const server = createServer((near, answer) => {
    waiting.add(near);
    seen.push(`${near.method} ${near.url}`);
    answer.once('close', () => waiting.delete(near));
    // A hub answers to its own name alone.
    const headers = { ...near.headers, host: `127.0.0.1:${hubPort}` };
    const { method, url: path } = near;
    const far = request({ host: '127.0.0.1', port: hubPort, method, path, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      let left = most?.path.test(path ?? '') ? most.bytes : Number.POSITIVE_INFINITY;
      reply.on('data', (part: Buffer) => {
        answer.write(part.subarray(0, Math.max(0, left)));
        left -= part.length;
        if (left < 0 && !most?.holds) setImmediate(() => near.socket.destroy());
      });
      reply.once('end', () => left >= 0 && answer.end());
      reply.once('error', () => near.socket.destroy());
    });
    far.once('error', () => near.socket.destroy());
    answer.once('close', () => far.destroy());
    pipeline(near, far, () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const place = server.address();
  return {
    address: `http://127.0.0.1:${typeof place === 'object' ? place?.port : 0}`,
    waiting: () => [...waiting].map(({ url }) => url ?? ''),
    seen,
    cut: () => server.closeAllConnections(),
    limit(bytes, path = /./) {
      most = bytes === null ? null : { bytes, path, holds: false };
    },
    hold(bytes, path) {
      most = { bytes, path, holds: true };
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
