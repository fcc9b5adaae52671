/** Reads a file of pictures to its end and tells what its item will be. */
import { tableSeconds } from '#core/media/frame-table.ts';
import type { ItemKind, VideoFacts } from '#core/model/item.ts';
import type { EngineContext } from '../context.ts';
import { frameArgs, packetArgs } from '../media/args.ts';
import { uprightSize } from '../media/exif-orientation.ts';
import { buildFrameIndex, type FrameIndex } from '../media/frame-index.ts';
import { encodeFrameIndex } from '../media/frame-index-codec.ts';
import { type PictureRead, readPictures } from '../media/picture-facts.ts';
import type { PictureHeader } from '../media/picture-header.ts';
import { probeVideo, type VideoProbe } from '../media/probe.ts';
import { levelsReader } from '../pictures/levels-reader.ts';

export type Facts = {
  readonly kind: ItemKind;
  readonly mimetype: string;
  /** Upright pixels; of a file with several pictures those of the first. */
  readonly width: number;
  readonly height: number;
  /** The pictures of the file, each of which becomes an item; none for a video. */
  readonly pictures: readonly PictureRead[];
  readonly video: { readonly facts: VideoFacts; readonly frameIndex: Uint8Array } | null;
  /** In the shape of the reference system: `system.*`, and `fps` and `startTime` (seconds) for videos. */
  readonly metadata: { readonly system: Readonly<Record<string, unknown>>; readonly [key: string]: unknown };
  /** One sentence about anything unusual, or null. */
  readonly note: string | null;
};

export type Readable = {
  readonly path: string;
  readonly kind: ItemKind;
  readonly mimetype: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
};

/**
 * Decodes pictures and lists the frames of videos, so that what cannot be used is known now and not when somebody
 * opens it. Throws `media-unreadable`, `not-found`, `tool-missing`, `tool-failed`, `aborted` or `io`.
 */
export function readFacts(ctx: EngineContext, file: Readable, signal: AbortSignal): Promise<Facts> {
  return file.kind === 'image' ? imageFacts(ctx, file, signal) : videoFacts(ctx, file, signal);
}

async function imageFacts(ctx: EngineContext, { path }: Readable, signal: AbortSignal): Promise<Facts> {
  const { probe, pictures } = await readPictures(path, {
    tools: ctx.mediaTools,
    levels: levelsReader(ctx, signal),
  });
  const { width, height, mimetype } = probe;
  return {
    kind: 'image',
    mimetype,
    width,
    height,
    pictures,
    video: null,
    metadata: { system: {} },
    note: null,
  };
}

/** The facts of a plain picture of which the header was read and the end is known to be there. */
export function pictureFacts(header: PictureHeader): Facts {
  const { mimetype, orientation } = header;
  const { width, height } = uprightSize(header);
  const exif = orientation === 1 ? {} : { exif: { Orientation: orientation } };
  const picture = { mimetype, width, height, facts: null, system: { width, height, mimetype, ...exif } };
  return {
    kind: 'image',
    mimetype,
    width,
    height,
    pictures: [picture],
    video: null,
    metadata: { system: {} },
    note: null,
  };
}

async function videoFacts(ctx: EngineContext, file: Readable, signal: AbortSignal): Promise<Facts> {
  const tools = await ctx.mediaTools();
  const probe = await probeVideo(tools, file.path, signal);
  const index = await buildFrameIndex(tools, file.path, probe, { signal });
  const { width, height } = probe;
  const facts: VideoFacts = {
    frameCount: index.count,
    timeBase: index.timeBase,
    ...timing(probe, index),
    rotation: probe.rotation,
    codec: probe.codec,
    hasAudio: probe.hasAudio,
    toolVersion: tools.ffprobe.version.text,
    colour: probe.colour,
    pixelFormat: probe.pixelFormat,
    origin: { sha256: file.sha256, size: file.size, flags: indexFlags(probe, index) },
    keyFrames: index.keys.reduce((sum, key) => sum + key, 0),
    damaged: index.damaged,
    check: null,
  };
  const system = { width, height, mimetype: file.mimetype, duration: facts.durationSeconds };
  return {
    kind: 'video',
    mimetype: file.mimetype,
    width,
    height,
    pictures: [],
    video: { facts, frameIndex: encodeFrameIndex(index) },
    metadata: { system, fps: facts.averageRate, startTime: index.startSeconds },
    note: index.note,
  };
}

/** Of the list that the index was made from. The path, which comes last, is the item's own matter. */
function indexFlags({ streamIndex }: VideoProbe, { source }: FrameIndex): string[] {
  return (source === 'packets' ? packetArgs('', streamIndex) : frameArgs('', streamIndex)).slice(0, -2);
}

/** The rate by the times of the frames themselves; by the header where there are too few of them. */
function timing(probe: VideoProbe, index: FrameIndex): Pick<VideoFacts, 'averageRate' | 'durationSeconds'> {
  const promised = probe.avgFrameRate ? probe.avgFrameRate.num / probe.avgFrameRate.den : 0;
  const span = index.count > 1 ? tableSeconds(index, index.count - 1) : 0;
  const measured = span > 0 ? (index.count - 1) / span : 0;
  // Times are rounded to ticks, so a header that agrees is the more exact of the two (30 and not 29.998).
  const agrees = measured === 0 || Math.abs(promised / measured - 1) < 0.002;
  const averageRate = promised > 0 && agrees ? promised : measured;
  const durationSeconds = averageRate > 0 ? span + 1 / averageRate : (probe.durationSeconds ?? 0);
  return { averageRate, durationSeconds };
}
