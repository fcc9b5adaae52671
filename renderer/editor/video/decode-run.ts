/** One way of a decoder through a video, from a key packet on. */
import type { DecoderSlot } from './decoder-slot.ts';
import type { VideoPackets } from './packets.ts';

export type DecodeRun = {
  /** The frame that comes next; past the last one at the end. */
  next(): number;
  /**
   * Goes on until the frame has come out, the video has ended, or `abandoned` says so, which is asked after each packet.
   * `only`: nothing beyond the frame is decoded that the decoder can do without.
   * @throws Error when the decoder fails
   */
  until(place: number, only: boolean, abandoned: () => boolean): Promise<void>;
  /** It has come to the end of the video, or was stopped: another run is needed. */
  ended(): boolean;
  stop(): void;
};

export type DecodeRunOptions = {
  /** No other run may use it before this one is stopped. */
  readonly slot: DecoderSlot;
  readonly packets: Pick<VideoPackets, 'map' | 'config' | 'from'>;
  /** The key packet to begin with. */
  readonly first: number;
  /** Takes over each frame. */
  frame(place: number, frame: VideoFrame): void;
};

/** Packets that lie before the decoder: enough that it never waits, few enough that a jump is not held up. */
const QUEUED = 6;

/** Milliseconds within which a decoder that gives each frame at once has given it; else it wants another packet after all. */
const AT_ONCE = 100;

/**
 * The time that goes through the decoder with each packet is the frame's place, so that nothing is rounded and no frame
 * is taken for another.
 */
export function createDecodeRun({ slot, packets, first, frame: give }: DecodeRunOptions): DecodeRun {
  const { map, config } = packets;
  const iterator = packets.from(first);
  // A group that is open begins with pictures that build on the one before; here they would be wrong.
  const from = map.placeOf[first] ?? -1;
  let packet = first;
  let next = Math.max(0, from);
  let stopped = false;
  let failure: unknown = null;
  let wake: (() => void) | null = null;

  const decoder = slot.begin(config, {
    output(frame) {
      const place = frame.timestamp;
      if (stopped || place < from || place < 0) frame.close();
      else {
        next = place + 1;
        try {
          give(place, frame);
        } catch (error) {
          failure = error;
        }
      }
      wake?.();
    },
    error(error) {
      failure = error;
      wake?.();
    },
    taken: () => wake?.(),
  });

  const woken = () =>
    new Promise<void>((resolve) => {
      wake = () => {
        wake = null;
        resolve();
      };
    });

  /** True when nothing has happened for so long that the decoder must be waiting for more. */
  const starved = () =>
    new Promise<boolean>((resolve) => {
      const end = (answer: boolean) => {
        clearTimeout(timer);
        wake = null;
        resolve(answer);
      };
      const timer = setTimeout(() => end(true), AT_ONCE);
      wake = () => end(false);
    });

  function stop(): void {
    if (stopped) return;
    stopped = true;
    slot.rest();
    void iterator.return().catch(() => undefined);
    wake?.();
  }

  /** False at the end of the file. */
  async function feed(): Promise<boolean> {
    const { value, done } = await iterator.next();
    if (stopped) return false;
    if (done || !value) {
      await decoder.flush();
      return false;
    }
    const place = map.placeOf[packet] ?? -1;
    decoder.decode(
      new EncodedVideoChunk({
        type: value.type,
        timestamp: place >= 0 ? place : -1 - packet,
        data: value.data,
      }),
    );
    packet += 1;
    return true;
  }

  return {
    next: () => next,
    ended: () => stopped,
    stop,
    async until(place, only, abandoned) {
      const last = only ? (map.packetOf[place] ?? 0) : Number.POSITIVE_INFINITY;
      try {
        while (!stopped && (next <= place || failure) && !abandoned()) {
          if (failure) throw failure;
          // Its own packet is on its way: another one only when the decoder wants more before it gives the frame.
          const queued = packet > last ? 1 : QUEUED;
          if (decoder.decodeQueueSize >= queued) await woken();
          else if (packet > last && config.optimizeForLatency && !(await starved())) continue;
          else if (!(await feed())) {
            if (failure) throw failure;
            stop();
          }
        }
      } catch (error) {
        const closed = stopped;
        stop();
        if (!closed) throw failure ?? error;
      }
    },
  };
}
