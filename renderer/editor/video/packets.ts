/** The packets of a video file, read over ranges of its address. */
import {
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  UrlSource,
  WEBM,
} from 'mediabunny';
import type { FrameTable } from '#core/media/frame-table.ts';
import { matchPackets, type PacketMap } from './agree.ts';

export type VideoPackets = {
  readonly map: PacketMap;
  readonly config: VideoDecoderConfig;
  readonly rotation: number;
  /** The packet of that number, and then those after it in the order they are decoded in. Only key packets begin. */
  from(packet: number): AsyncGenerator<EncodedPacket, void, unknown>;
  dispose(): void;
};

/**
 * Containers with a list of their packets. A transport stream has none and may break off or jump anywhere: what a decoder
 * makes of a broken picture is its own invention, and only ffmpeg's is the index's.
 */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM];

/** Bytes that are kept of what was read: a GOP or two of a camera's. */
const MOST_BYTES = 48 * 1024 * 1024;

/** Key pictures that are read when a video is opened, where the file's list of them is not to be trusted. */
const MOST_READ = 60;

/**
 * Reads the file's own list of pictures and compares it with the index. Null when the window cannot decode them, or when
 * they are not the index's frames, or lie in another way than the engine turns them.
 * @throws Error when the file cannot be read
 */
export async function openPackets(
  url: string,
  table: FrameTable,
  rotation: number,
  signal: AbortSignal,
): Promise<VideoPackets | null> {
  const source = new UrlSource(url, {
    maxCacheSize: MOST_BYTES,
    getRetryDelay: (attempts) => (attempts < 3 ? 0.1 : null),
    handleUnhandledError: () => undefined,
  });
  const input = new Input({ formats: FORMATS, source });
  const dispose = () => input.dispose();
  try {
    const found = (await input.canRead()) ? await read(input, table, rotation, signal) : null;
    signal.throwIfAborted();
    if (found) return { ...found, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
  dispose();
  return null;
}

async function read(
  input: Input,
  table: FrameTable,
  rotation: number,
  signal: AbortSignal,
): Promise<Omit<VideoPackets, 'dispose'> | null> {
  for (const track of await input.getVideoTracks()) {
    const config = await track.getDecoderConfig();
    const turned = await track.getRotation();
    if (!config || turned !== rotation || (await track.getFlip())) continue;
    // On the processor, bit for bit the same on every computer; a graphics card also has few frames to lend.
    const software: VideoDecoderConfig = { ...config, hardwareAcceleration: 'prefer-software' };
    const { supported } = await VideoDecoder.isConfigSupported(software).catch(() => ({ supported: false }));
    if (!supported) continue;
    const sink = new EncodedPacketSink(track);
    const [seconds, keys, starts] = [[] as number[], [] as boolean[], new Map<number, number>()];
    for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
      signal.throwIfAborted();
      // More than there can be: pictures that an edit list hides are few against those that it shows.
      if (seconds.length > 2 * table.count + 1000) break;
      if (packet.type === 'key') starts.set(seconds.length, packet.timestamp);
      seconds.push(packet.timestamp);
      keys.push(packet.type === 'key');
    }
    const begins = await beginnings(track, sink, starts, signal);
    const map = matchPackets({ seconds, keys: keys.map((_, packet) => begins.has(packet)) }, table);
    if (!map) continue;
    return {
      map,
      config: software,
      rotation,
      from: (packet) => packetsFrom(sink, starts.get(packet) ?? Number.NaN),
    };
  }
  return null;
}

/**
 * The key packets that a decoder agrees to begin with. A file also lists those of open groups, from which pictures recover
 * without a fresh start (H.264's recovery points); the window's decoder refuses them, and what is in such a group is
 * decoded from further ahead. A file has them from its second group on or not at all, so that three tell.
 */
async function beginnings(
  track: InputVideoTrack,
  sink: EncodedPacketSink,
  starts: ReadonlyMap<number, number>,
  signal: AbortSignal,
): Promise<ReadonlySet<number>> {
  const all = [...starts.keys()];
  const isOne = async (packet: number) => {
    signal.throwIfAborted();
    const key = await sink.getKeyPacket(starts.get(packet) ?? Number.NaN);
    return key !== null && (await track.determinePacketType(key)) !== 'delta';
  };
  const good = new Set<number>();
  const few = [...new Set([all[0], all[1], all.at(-1)])].filter((packet) => packet !== undefined);
  for (const packet of few) if (await isOne(packet)) good.add(packet);
  if (good.size === few.length) return new Set(all);
  for (const packet of all.slice(0, MOST_READ)) if (await isOne(packet)) good.add(packet);
  return good;
}

/** Looked for by its time, since packets that were listed without their bytes do not begin a walk. */
async function* packetsFrom(sink: EncodedPacketSink, seconds: number): AsyncGenerator<EncodedPacket, void> {
  const first = await sink.getKeyPacket(seconds);
  if (first?.timestamp !== seconds) throw new Error('The file has changed since its packets were listed.');
  yield* sink.packets(first);
}
