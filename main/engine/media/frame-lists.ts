/**
 * Reads ffprobe's packet and frame lists. Pure.
 */

/** The packets of one stream that are meant to be shown, in file order. */
export type PacketList = {
  /** Ticks; NaN where the file gives none. */
  readonly pts: number[];
  readonly keys: boolean[];
  /** Reasons why the list cannot stand for the decoded frames; empty when it can. */
  readonly doubts: Set<string>;
};

/** The decoded frames of one stream in the order the decoder shows them; NaN where there is no time. */
export type DecodedList = { readonly pts: number[]; readonly keys: boolean[] };

/** Codecs where every packet is exactly one shown picture. Others may hide or skip pictures (VP8, MPEG-4 in AVI). */
const ONE_PICTURE_PER_PACKET: ReadonlySet<string> = new Set(
  'h264 hevc av1 vp9 mjpeg prores dnxhd mpeg2video ffv1 huffyuv ffvhuff utvideo rawvideo png cinepak'.split(
    ' ',
  ),
);

const PACKET_FIELD = /(?:^|\|)(pts|dts|flags)=([^|]*)/g;
const FRAME_FIELD = /(?:^|\|)(key_frame|best_effort_timestamp)=([^|]*)/g;

/** Collects the lines of a packet list. */
export function packetCollector(codec: string, interlaced: boolean) {
  const list: PacketList = { pts: [], keys: [], doubts: new Set() };
  if (!ONE_PICTURE_PER_PACKET.has(codec)) list.doubts.add(`${codec} may hide pictures`);
  if (interlaced) list.doubts.add('fields may be packets of their own');
  let lastDts = Number.NEGATIVE_INFINITY;
  let firstKeyPts = Number.NaN;
  let packets = 0;
  return {
    list,
    onLine(line: string): void {
      const { pts: ptsText, dts: dtsText, flags = '' } = fields(line, PACKET_FIELD);
      if (ptsText === undefined) return;
      const [pts, dts, key] = [ticks(ptsText), ticks(dtsText), flags.startsWith('K')];
      packets += 1;
      if (key && Number.isNaN(firstKeyPts)) firstKeyPts = pts;
      if (packets === 1 && !key) list.doubts.add('it does not begin with a key frame');
      if (Number.isNaN(pts)) list.doubts.add('packets without a time');
      if (pts < firstKeyPts) list.doubts.add('pictures before the first key frame');
      if (dts < lastDts) list.doubts.add('the clock jumps back');
      if (!Number.isNaN(dts)) lastDts = dts;
      // An edit list hides it: decoded because others build on it, never shown.
      if (flags.includes('D')) return;
      list.pts.push(pts);
      list.keys.push(key);
    },
  };
}

/** Collects the lines of a list of decoded frames. */
export function frameCollector() {
  const list: DecodedList = { pts: [], keys: [] };
  return {
    list,
    onLine(line: string): void {
      const { key_frame: key, best_effort_timestamp: time } = fields(line, FRAME_FIELD);
      if (key === undefined && time === undefined) return;
      list.pts.push(ticks(time));
      list.keys.push(key === '1');
    },
  };
}

/** The packets in the order they are shown. Null when two share a time: then only decoding knows the order. */
export function inPresentationOrder({ pts, keys }: PacketList): DecodedList | null {
  const order = pts.map((_, position) => position).sort((a, b) => (pts[a] ?? 0) - (pts[b] ?? 0));
  const sorted = order.map((position) => pts[position] ?? Number.NaN);
  if (sorted.some((value, position) => position > 0 && value === sorted[position - 1])) return null;
  return { pts: sorted, keys: order.map((position) => keys[position] ?? false) };
}

/**
 * Times that strictly grow: a missing time continues at the usual distance, a clock that was set back is continued
 * from where it was, and a picture that repeats its forerunner's time comes one tick later.
 */
export function growingTimes(
  pts: readonly number[],
  ticksPerSecond: number,
): { pts: number[]; changed: number } {
  const usual = usualDistance(pts);
  const result: number[] = [];
  let offset = 0;
  let changed = 0;
  for (const raw of pts) {
    const last = result.at(-1);
    let value = raw + offset;
    if (Number.isNaN(value)) value = last === undefined ? 0 : last + usual;
    else if (last !== undefined && value <= last - ticksPerSecond) {
      offset += last + usual - value;
      value = last + usual;
    } else if (last !== undefined && value <= last) value = last + 1;
    if (value !== raw) changed += 1;
    result.push(value);
  }
  return { pts: result, changed };
}

/** Median distance between neighbours that grow, at least one tick. */
function usualDistance(pts: readonly number[]): number {
  const distances = pts
    .map((value, position) => value - (pts[position - 1] ?? Number.NaN))
    .filter((d) => d > 0);
  distances.sort((a, b) => a - b);
  return distances[distances.length >> 1] ?? 1;
}

function ticks(text: string | undefined): number {
  return text === undefined || text === 'N/A' || text === '' ? Number.NaN : Number(text);
}

function fields(line: string, pattern: RegExp): Partial<Record<string, string>> {
  return Object.fromEntries([...line.matchAll(pattern)].map((match) => [match[1], match[2]]));
}
