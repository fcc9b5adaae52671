/** Opens a video for showing: decides where its frames come from, and changes that when something better is there. */

import { isSluiceError } from '#core/errors.ts';
import type { FrameTable } from '#core/media/frame-table.ts';
import { longestRun } from './agree.ts';
import { createDecodedSource } from './decoded-source.ts';
import { openPackets, type VideoPackets } from './packets.ts';
import { createPlayer, type Player, type PlayerPorts } from './player.ts';
import { createSingleSource } from './single-source.ts';

export type VideoFacts = {
  readonly table: FrameTable;
  /** Upright pixels. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise from stored to upright. */
  readonly rotation: number;
};

/** `making`: single pictures are shown meanwhile; `stopped`: there will be none, for the reason given. */
export type ProxyState =
  | { readonly kind: 'none' | 'making' | 'ready' }
  | { readonly kind: 'stopped'; readonly error: unknown };

export type VideoPorts = Omit<PlayerPorts, 'table' | 'failed'> & {
  /** Address of the item's bytes. */
  url(variant: 'original' | 'proxy' | `frame/${number}`): string;
  decodeImage(url: string, signal: AbortSignal): Promise<ImageBitmap>;
  /** Resolves when the proxy is there. @throws SluiceError */
  prepareProxy(): Promise<void>;
  /** Bytes of decoded frames that are kept; without, sixty frames of 1080p. */
  readonly mostBytes?: number;
  /** How the proxy stands, and whether frames wait for it. */
  proxy(state: ProxyState): void;
};

export type OpenVideo = {
  readonly player: Player;
  /** Makes the proxy after all. */
  makeProxy(): void;
  dispose(): void;
};

/** Bytes of decoded frames: sixty of 1080p. */
const MOST_BYTES = 192 * 1024 * 1024;

/** Times in a proxy say only which frame is which. */
const PROXY_TIME_BASE = { num: 1, den: 25 };

/**
 * Pixels that are decoded in the 150 ms that a jump may take, at the speed of the slowest computer measured: 3 to 8 ms a
 * frame of 1080p, which is 20 to 60 frames.
 */
const JUMP_PIXELS = 60 * 1920 * 1080;

/** Where jumps take longer than FFmpeg needs for a single picture, by far, single pictures are shown until the copy is there. */
const MOST_PIXELS = 20 * JUMP_PIXELS;

/** @throws Error when the file cannot be read at all; `aborted` */
export async function openVideo(
  facts: VideoFacts,
  ports: VideoPorts,
  signal: AbortSignal,
): Promise<OpenVideo> {
  const { table } = facts;
  const ends = new AbortController();
  const player = createPlayer({ ...ports, table, failed: (kind, error) => failed(kind, error) });
  let wantsProxy = false;

  function takePackets(kind: 'direct' | 'proxy', packets: VideoPackets): void {
    const turned = kind === 'direct' && facts.rotation % 180 !== 0;
    const [width, height] = turned ? [facts.height, facts.width] : [facts.width, facts.height];
    const { now, mostBytes = MOST_BYTES } = ports;
    player.take((events) => createDecodedSource({ ...events, kind, packets, width, height, mostBytes, now }));
  }

  function takeSingles(): void {
    const url = (place: number) => ports.url(`frame/${place}`);
    player.take((events) => createSingleSource({ ...events, url, decode: ports.decodeImage }));
  }

  async function toProxy(): Promise<void> {
    if (wantsProxy) return;
    wantsProxy = true;
    ports.proxy({ kind: 'making' });
    try {
      await ports.prepareProxy();
      const packets = await openPackets(ports.url('proxy'), proxyTable(table), 0, ends.signal);
      if (!packets) throw new Error('The viewing copy is not what it should be.');
      // Its pictures are cut into slices that are decoded side by side: none has to wait for those after it.
      takePackets('proxy', { ...packets, config: { ...packets.config, optimizeForLatency: true } });
      ports.proxy({ kind: 'ready' });
    } catch (error) {
      wantsProxy = false;
      if (!ends.signal.aborted) ports.proxy({ kind: 'stopped', error });
    }
  }

  function failed(kind: string, error: unknown): void {
    if (ends.signal.aborted) return;
    // An engine that starts again brings single pictures back at the next step.
    if (kind === 'single' && !isSluiceError(error, 'media-unreadable')) return;
    if (kind === 'single') {
      ports.proxy({ kind: 'stopped', error });
      return;
    }
    takeSingles();
    if (kind === 'direct') void toProxy();
    else ports.proxy({ kind: 'stopped', error });
  }

  // How a decoder conceals what is broken differs from one to the other: only ffmpeg's pictures are the index's.
  const direct = table.damaged
    ? null
    : await openPackets(ports.url('original'), table, facts.rotation, signal).catch(() => null);
  signal.throwIfAborted();
  const jump = direct ? longestRun(direct.map) * facts.width * facts.height : 0;
  if (direct && jump <= MOST_PIXELS) {
    takePackets('direct', direct);
    ports.proxy({ kind: 'none' });
    if (jump > JUMP_PIXELS) void toProxy();
  } else {
    direct?.dispose();
    takeSingles();
    void toProxy();
  }

  return {
    player,
    makeProxy: () => void toProxy(),
    dispose() {
      ends.abort();
      player.dispose();
    },
  };
}

/** The table of a proxy: frame i at i ticks. */
function proxyTable(table: FrameTable): FrameTable {
  const pts = Float64Array.from({ length: table.count }, (_, place) => place);
  return { ...table, timeBase: PROXY_TIME_BASE, pts };
}
