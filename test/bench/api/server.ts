/** Starts the bench's server and stops it. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { withFolder } from '../runner/contest.ts';
import { type ServerReady, serverReadySchema } from './messages.ts';

export type Served = ServerReady & {
  /** Sends a request below `/api/v1`. */
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
};

/** @throws Error when the server ends before it serves. */
export async function withServer<T>(items: number, work: (server: Served) => Promise<T>): Promise<T> {
  return await withFolder(async (folder) => {
    const script = join(import.meta.dirname, 'children', 'server.ts');
    const input = JSON.stringify({ folder: join(folder, 'workspace'), items });
    const child = spawn(process.execPath, [script, input], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    try {
      const ready = await readyOf(child.stdout);
      return await work({
        ...ready,
        send: (path, init) =>
          fetch(`${ready.address}/api/v1${path}`, {
            ...init,
            headers: { ...init?.headers, authorization: `Bearer ${ready.token}` },
          }),
      });
    } finally {
      child.stdin.end();
      await ended;
    }
  });
}

async function readyOf(output: NodeJS.ReadableStream): Promise<ServerReady> {
  for await (const line of createInterface({ input: output })) {
    if (line.startsWith('RESULT ')) return serverReadySchema.parse(JSON.parse(line.slice('RESULT '.length)));
  }
  throw new Error('The server has ended.');
}
