/** Clips at an address that answers ranges, as the window reads them, and a stand-in for the window's decoder. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi } from 'vitest';

export type ServedClips = { readonly url: (name: string) => string; close(): void };

export async function serveClips(paths: Readonly<Record<string, string>>): Promise<ServedClips> {
  const server = createServer(async (request, response) => {
    const path = paths[request.url?.slice(1) ?? ''];
    const bytes = path === undefined ? null : await readFile(path);
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (!bytes || from === undefined) {
      response.writeHead(404).end();
      return;
    }
    const part = bytes.subarray(Number(from), to ? Number(to) + 1 : bytes.length);
    response
      .writeHead(206, {
        'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`,
        'content-length': part.length,
      })
      .end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (name) => `http://127.0.0.1:${port}/${name}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let count = 0;

/** Packets that the stand-in has decoded. */
export const decoded = () => count;

/**
 * Node has no decoder. This one supports all, and gives a frame of that size for each packet, a moment after it has taken
 * it; it keeps so many frames back until more packets come.
 */
export function standInDecoder(size: { width: number; height: number }, keeps = 0): void {
  count = 0;
  class Decoder {
    static isConfigSupported = async () => ({ supported: true });
    readonly #output: (frame: unknown) => void;
    #kept: number[] = [];
    state = 'unconfigured';
    decodeQueueSize = 0;
    ondequeue: (() => void) | null = null;
    constructor({ output }: { output: (frame: unknown) => void }) {
      this.#output = output;
    }
    configure(): void {
      this.state = 'configured';
    }
    decode({ timestamp }: { timestamp: number }): void {
      count += 1;
      this.decodeQueueSize += 1;
      this.#kept.push(timestamp);
      setImmediate(() => {
        this.decodeQueueSize = Math.max(0, this.decodeQueueSize - 1);
        this.ondequeue?.();
        setImmediate(() => this.#give(keeps));
      });
    }
    #give(keep: number): void {
      const times = this.#kept.splice(0, Math.max(0, this.#kept.length - keep));
      for (const time of times) this.#output(frameOf(time, size));
    }
    reset(): void {
      this.#kept = [];
      this.decodeQueueSize = 0;
      this.state = 'unconfigured';
    }
    close(): void {
      this.state = 'closed';
    }
    async flush(): Promise<void> {
      this.#give(0);
    }
  }
  class Chunk {
    readonly timestamp: number;
    constructor({ timestamp }: { timestamp: number }) {
      this.timestamp = timestamp;
    }
  }
  vi.stubGlobal('VideoDecoder', Decoder);
  // What the reader of files takes for a beginning depends on whose decoder it is.
  vi.stubGlobal('navigator', { vendor: 'Google Inc.', userAgent: 'Chrome' });
  vi.stubGlobal('EncodedVideoChunk', Chunk);
}

function frameOf(timestamp: number, size: { width: number; height: number }) {
  const { width: displayWidth, height: displayHeight } = size;
  const frame = { timestamp, visibleRect: size, displayWidth, displayHeight, close: () => undefined };
  return { ...frame, clone: () => frame };
}
