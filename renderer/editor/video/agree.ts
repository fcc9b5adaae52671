/** Whether the packets that the window reads from a file are the frames of its index. Pure. */
import type { FrameTable } from '#core/media/frame-table.ts';
import { placeOfTicks } from './places.ts';

/** Packets in the order they are decoded in. */
export type PacketTimes = {
  /** Seconds on the file's clock; those of pictures that an edit list hides are negative. */
  readonly seconds: ArrayLike<number>;
  /** True where decoding can begin. */
  readonly keys: ArrayLike<boolean | number>;
};

export type PacketMap = {
  /** The frame that each packet is; -1 for one that is decoded because others build on it, and never shown. */
  readonly placeOf: Int32Array;
  /** The packet that each frame is in. */
  readonly packetOf: Int32Array;
  /** For each frame the packet to begin with. */
  readonly startOf: Int32Array;
};

/**
 * Matches by whole ticks of the index's time base. Null unless each frame is exactly one packet, each packet that is none
 * is hidden before the beginning, and each frame can be decoded from a key packet. Where there are as many packets as
 * frames, a constant distance is allowed, as some readers count a stream from its first picture; with more packets, a
 * distance would make one frame of a constant rate pass for its neighbour.
 */
export function matchPackets({ seconds, keys }: PacketTimes, table: FrameTable): PacketMap | null {
  const { num, den } = table.timeBase;
  const ticks = Float64Array.from(seconds, (value) => Math.round((value * den) / num));
  const away = ticks.length === table.count ? (table.pts.at(-1) ?? 0) - latest(ticks) : 0;
  const placeOf = Int32Array.from(ticks, (value) => placeOfTicks(table, value + away));
  const packetOf = new Int32Array(table.count).fill(-1);
  for (const [packet, place] of placeOf.entries()) {
    if (place < 0) {
      if ((seconds[packet] ?? 0) >= 0) return null;
    } else {
      if (packetOf[place] !== -1) return null;
      packetOf[place] = packet;
    }
  }
  if (table.count === 0 || packetOf.includes(-1)) return null;
  const startOf = starts(ticks, keys, packetOf);
  return startOf && { placeOf, packetOf, startOf };
}

/**
 * Where to begin to get each frame: the last key packet before it in the file that is shown no later than it. (Pictures
 * after a key packet of an open group that are shown before it build on the group before.)
 */
function starts(
  ticks: Float64Array,
  keys: ArrayLike<boolean | number>,
  packetOf: Int32Array,
): Int32Array | null {
  const keyPackets: number[] = [];
  for (let packet = 0; packet < ticks.length; packet += 1) if (keys[packet]) keyPackets.push(packet);
  const startOf = new Int32Array(packetOf.length);
  for (const [place, packet] of packetOf.entries()) {
    let at = lastUpTo(keyPackets, packet);
    while (at >= 0 && (ticks[keyPackets[at] ?? 0] ?? 0) > (ticks[packet] ?? 0)) at -= 1;
    const start = keyPackets[at];
    if (start === undefined) return null;
    startOf[place] = start;
  }
  return startOf;
}

/** Position of the last number that is not above the limit; -1 without one. */
function lastUpTo(sorted: readonly number[], limit: number): number {
  let from = -1;
  let to = sorted.length - 1;
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if ((sorted[middle] ?? 0) <= limit) from = middle;
    else to = middle - 1;
  }
  return from;
}

function latest(ticks: Float64Array): number {
  let most = Number.NaN;
  for (const value of ticks) if (!(value <= most)) most = value;
  return most;
}

/** The most packets that must be decoded to show one frame after a jump. */
export function longestRun({ packetOf, startOf }: PacketMap): number {
  let most = 0;
  for (const [place, packet] of packetOf.entries()) most = Math.max(most, packet - (startOf[place] ?? 0) + 1);
  return most;
}
