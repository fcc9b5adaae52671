/**
 * What is in a video file: streams, sizes before and after rotation, time base. Reads headers only.
 */
import { SluiceError } from '#core/errors.ts';
import type { VideoColour } from '#core/model/item.ts';
import { probeArgs } from './args.ts';
import { mediaKind } from './kind.ts';
import { mediaFileSize } from './media-file.ts';
import type { RawProbe, RawStream } from './probe-schema.ts';
import { clockwiseRotation, parseFraction, parseRawProbe } from './probe-schema.ts';
import type { ToolResult } from './run-tool.ts';
import { runTool } from './run-tool.ts';
import type { TimeBase } from './time-base.ts';
import { toolError, unreadable } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';

export type VideoProbe = {
  /** ffprobe's name of the container, for instance `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string;
  readonly sizeBytes: number;
  /** Seconds, as the header says; null when it does not. Display only: frames are counted by the frame index. */
  readonly durationSeconds: number | null;
  /** Number of the video stream in the file. */
  readonly streamIndex: number;
  readonly codec: string;
  readonly pixelFormat: string | null;
  readonly colour: VideoColour;
  /** Pixels as stored. */
  readonly codedWidth: number;
  readonly codedHeight: number;
  /** Pixels of the upright picture: what extraction writes and labels are measured in. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise from stored to upright. */
  readonly rotation: number;
  readonly sampleAspectRatio: { readonly num: number; readonly den: number } | null;
  /** Seconds per tick of every pts of the stream. */
  readonly timeBase: TimeBase;
  readonly startPts: number | null;
  /** Frames per second as a fraction, an average; null when unknown. */
  readonly avgFrameRate: { readonly num: number; readonly den: number } | null;
  /** Pictures are stored as two fields. */
  readonly interlaced: boolean;
  readonly hasAudio: boolean;
  readonly streams: ReadonlyArray<{ readonly index: number; readonly type: string; readonly codec: string }>;
};

const NOT_A_VIDEO = 'is not a video that FFmpeg can read. Check that it plays, or convert it.';

/** Containers that only point to other files, or read any text as a "video". */
const REFUSED_CONTAINERS = ['hls', 'dash', 'concat', 'tty', 'image2', 'lavfi', 'sdp', 'rtsp'];

/**
 * Reads the header of a video file. Throws `media-unreadable` with the file's name and what to do (empty, cut
 * short, not a video), `not-found`, `aborted` or `tool-failed`.
 */
export async function probeVideo(tools: MediaTools, path: string, signal?: AbortSignal): Promise<VideoProbe> {
  const sizeBytes = await mediaFileSize(path);
  const lines: string[] = [];
  const result = await runTool({
    path: tools.ffprobe.path,
    args: probeArgs(path),
    signal,
    onLine: (line) => lines.push(line),
  });
  if (result.exitCode !== 0) throw await probeError(path, result);
  const raw = parseRawProbe(lines.join('\n'));
  if (!raw)
    throw new SluiceError('tool-failed', `ffprobe gave no readable answer about "${path}".`, { path });
  return describeVideo(path, sizeBytes, raw);
}

/** Picks the video stream and works out the upright size. Throws `media-unreadable` when there is none. */
export function describeVideo(path: string, sizeBytes: number, raw: RawProbe): VideoProbe {
  const container = raw.format.format_name ?? 'unknown';
  if (container.split(',').some((name) => REFUSED_CONTAINERS.includes(name))) {
    throw unreadable(path, `is a list or a text (${container}), not a video.`);
  }
  const stream = pickVideoStream(raw.streams);
  if (!stream) throw unreadable(path, 'has no video in it.', { container });
  const { width: codedWidth = 0, height: codedHeight = 0 } = stream;
  const timeBase = parseFraction(stream.time_base);
  if (codedWidth <= 0 || codedHeight <= 0 || !timeBase) {
    throw unreadable(path, 'has a video stream without a picture size; it is probably cut short.', {
      container,
    });
  }
  const rotation = clockwiseRotation(stream);
  const onItsSide = Math.round(rotation / 90) % 2 === 1 && rotation % 90 === 0;
  const seconds = Number(stream.duration ?? raw.format.duration ?? Number.NaN);
  return {
    container,
    sizeBytes,
    durationSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    streamIndex: stream.index,
    codec: stream.codec_name ?? 'unknown',
    pixelFormat: stream.pix_fmt ?? null,
    colour: colourOf(stream),
    codedWidth,
    codedHeight,
    width: onItsSide ? codedHeight : codedWidth,
    height: onItsSide ? codedWidth : codedHeight,
    rotation,
    sampleAspectRatio: parseFraction(stream.sample_aspect_ratio),
    timeBase,
    startPts: stream.start_pts ?? null,
    avgFrameRate: parseFraction(stream.avg_frame_rate),
    interlaced: ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? ''),
    hasAudio: raw.streams.some(({ codec_type }) => codec_type === 'audio'),
    streams: raw.streams.map(({ index, codec_type, codec_name }) => ({
      index,
      type: codec_type ?? 'unknown',
      codec: codec_name ?? 'unknown',
    })),
  };
}

function colourOf(stream: RawStream): VideoColour {
  const known = (value: string | undefined) => (value === undefined || value === 'unknown' ? null : value);
  return {
    range: known(stream.color_range),
    matrix: known(stream.color_space),
    transfer: known(stream.color_transfer),
    primaries: known(stream.color_primaries),
  };
}

/** The default video stream, else the largest, else the first; never the cover picture of a song. */
function pickVideoStream(streams: readonly RawStream[]): RawStream | undefined {
  const score = ({ disposition, width = 0, height = 0 }: RawStream) =>
    (disposition?.default ? 2 ** 40 : 0) + width * height;
  return streams
    .filter(({ codec_type, disposition }) => codec_type === 'video' && !disposition?.attached_pic)
    .sort((a, b) => score(b) - score(a) || a.index - b.index)[0];
}

/** ffprobe goes by the name when the content says nothing: a text called .mp4 would count as a video cut short. */
async function probeError(path: string, result: ToolResult): Promise<SluiceError> {
  if (result.signalName !== null) {
    const message = `ffprobe crashed on "${path}" (${result.signalName}). Install FFmpeg 5.0 or newer and try again.`;
    return new SluiceError('tool-failed', message, { path });
  }
  const error = toolError('ffprobe', path, result.stderr);
  const foreign = error.code === 'media-unreadable' && (await mediaKind(path)).by !== 'header';
  return foreign ? unreadable(path, NOT_A_VIDEO, error.details) : error;
}
