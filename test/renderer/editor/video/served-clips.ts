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

/** Node has no decoder. This one supports all, and gives a frame of that size for each packet. */
export function standInDecoder(size: { width: number; height: number }): void {
  class Decoder {
    static isConfigSupported = async () => ({ supported: true });
    readonly #output: (frame: unknown) => void;
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
      this.#output(frameOf(timestamp, size));
    }
    reset(): void {
      this.state = 'unconfigured';
    }
    close(): void {
      this.state = 'closed';
    }
    async flush(): Promise<void> {}
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
