/**
 * The table of a video's frames in presentation order, after edit lists: which frames there are and when each one is
 * shown. A frame's identity is its position here; its time is an integer number of ticks of the stream's time base.
 */
import { basename } from 'node:path';
import type { FrameTable } from '#core/media/frame-table.ts';
import { frameArgs, packetArgs } from './args.ts';
import type { DecodedList } from './frame-lists.ts';
import { frameCollector, growingTimes, inPresentationOrder, packetCollector } from './frame-lists.ts';
import type { VideoProbe } from './probe.ts';
import { runTool } from './run-tool.ts';
import { ticksToSeconds } from './time-base.ts';
import { toolError, unreadable } from './tool-errors.ts';
import type { MediaTools } from './tools.ts';

export type FrameIndex = FrameTable & {
  /** Seconds of the first frame on the file's own clock (a transport stream rarely starts at 0). */
  readonly startSeconds: number;
};

export type BuildOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Decode in any case, for a file whose packets turned out to promise other frames. */
  readonly decode?: boolean | undefined;
};

const ERROR_LINE = /\[(?:error|fatal|panic)\]/;
const WARNING_OF_DAMAGE = /\[warning\].*(?:corrupt|truncated|premature|partial|mismatch|incomplete)/i;

/**
 * Lists the frames of a video: from its packets (about an eighth of the cost of decoding) or, when those cannot be
 * trusted, by decoding it. Throws `media-unreadable` when no frame can be decoded, `aborted`, `tool-failed`.
 */
export async function buildFrameIndex(
  tools: MediaTools,
  path: string,
  probe: VideoProbe,
  { signal, decode = false }: BuildOptions = {},
): Promise<FrameIndex> {
  const packets = packetCollector(probe.codec, probe.interlaced);
  let damaged = false;
  let warned = false;
  const listed = await runTool({
    path: tools.ffprobe.path,
    args: packetArgs(path, probe.streamIndex),
    signal,
    onLine: packets.onLine,
    onErrorLine: (line) => {
      damaged ||= ERROR_LINE.test(line);
      warned ||= WARNING_OF_DAMAGE.test(line);
    },
  });
  damaged ||= listed.exitCode !== 0;
  const trusted = !decode && !damaged && !warned && packets.list.doubts.size === 0;
  const ordered = trusted ? inPresentationOrder(packets.list) : null;
  if (ordered && ordered.pts.length > 0) {
    return makeIndex(probe, ordered, { source: 'packets', damaged: false, note: null });
  }
  return decodeIndex(tools, path, probe, { damaged, warned, promised: packets.list.pts.length, signal });
}

type Decode = {
  readonly damaged: boolean;
  /** The container looks odd: data is lost, or was joined by somebody. */
  readonly warned: boolean;
  /** Packets that should become pictures. */
  readonly promised: number;
  readonly signal: AbortSignal | undefined;
};

async function decodeIndex(
  tools: MediaTools,
  path: string,
  probe: VideoProbe,
  { damaged, warned, promised, signal }: Decode,
): Promise<FrameIndex> {
  const frames = frameCollector();
  let broken = damaged;
  const result = await runTool({
    path: tools.ffprobe.path,
    args: frameArgs(path, probe.streamIndex),
    signal,
    onLine: frames.onLine,
    onErrorLine: (line) => {
      broken ||= ERROR_LINE.test(line);
    },
  });
  const count = frames.list.pts.length;
  if (count === 0) {
    if (result.exitCode !== 0) throw toolError('ffprobe', path, result.stderr);
    throw unreadable(path, 'holds no picture that can be decoded. Copy it again from where it came from.');
  }
  broken ||= result.exitCode !== 0 || (warned && count < promised);
  const name = basename(path);
  const times = growingTimes(frames.list.pts, probe.timeBase.den / probe.timeBase.num);
  const share = count < promised ? `${count} of ${promised}` : `${count}`;
  const notes = [
    broken ? `"${name}" is damaged or cut short: ${share} pictures can be decoded.` : null,
    warned && !broken ? `"${name}" was joined or has a gap: ${count} pictures, all can be decoded.` : null,
    times.changed > 0 ? `Frames without a usable time of their own: ${times.changed}.` : null,
  ].filter((note) => note !== null);
  return makeIndex(
    probe,
    { pts: times.pts, keys: frames.list.keys },
    { source: 'frames', damaged: broken, note: notes.join(' ') || null },
  );
}

function makeIndex(
  { timeBase }: VideoProbe,
  { pts, keys }: DecodedList,
  facts: Pick<FrameIndex, 'source' | 'damaged' | 'note'>,
): FrameIndex {
  const startSeconds = ticksToSeconds(pts[0] ?? 0, timeBase);
  const flags = Uint8Array.from(keys, (key) => (key ? 1 : 0));
  return { count: pts.length, timeBase, pts: Float64Array.from(pts), keys: flags, startSeconds, ...facts };
}
