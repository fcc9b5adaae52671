/** Frames decoded in the window: of the file itself, or of its proxy. */
import type { PacketMap } from './agree.ts';
import { createDecodeRun, type DecodeRun } from './decode-run.ts';
import { createDecoderSlot } from './decoder-slot.ts';
import type { VideoPackets } from './packets.ts';
import { type Aim, givesUp, nextStep, nothingMore, reachOf, type Step } from './plan.ts';
import { createFrameRing } from './ring.ts';
import type { FramePicture, FrameSource, SourceEvents } from './source.ts';

export type DecodedOptions = SourceEvents & {
  readonly kind: 'direct' | 'proxy';
  readonly packets: VideoPackets;
  /** Pixels of a frame that belong to the picture, before it is turned. */
  readonly width: number;
  readonly height: number;
  /** Bytes of all decoded frames together. */
  readonly mostBytes: number;
  now(): number;
};

type Going = Exclude<Step, { kind: 'rest' }>;

/** Frames that a decoder may need for itself, on top of those that are kept. */
const LEAST_FRAMES = 4;

export function createDecodedSource(options: DecodedOptions): FrameSource {
  const { packets, width, height } = options;
  const { map } = packets;
  const count = map.packetOf.length;
  // Three bytes for two pixels: a colour value for each four.
  const frames = Math.max(LEAST_FRAMES, Math.floor(options.mostBytes / (width * height * 1.5)));
  const far = reachOf(frames);
  const near = nothingMore(far);
  const slot = createDecoderSlot();
  const ring = createFrameRing<VideoFrame>(frames);
  let aim: Aim = { place: 0, direction: 1 };
  // Drawing and decoding share the same processors: until the wanted frame is drawn, none is decoded that can wait.
  let reach = near;
  let run: DecodeRun | null = null;
  let pumping = false;
  let over = false;
  let lastArrival = options.now();

  function keep(place: number, frame: VideoFrame): void {
    if (over) {
      frame.close();
      return;
    }
    if (!fits(frame, options)) {
      frame.close();
      throw new Error(`Frame ${place} has another size than the video.`);
    }
    ring.put(place, frame);
    if (place === aim.place) lastArrival = options.now();
    if (ring.has(place)) options.arrived(place);
  }

  function begin(place: number): DecodeRun {
    run?.stop();
    run = createDecodeRun({ slot, packets, first: map.startOf[place] ?? 0, frame: keep });
    return run;
  }

  /** Whether the way to the frame is left because another one is wanted by now. */
  function abandons({ to, wanted }: Pick<Going, 'to' | 'wanted'>, current: DecodeRun): boolean {
    if (over) return true;
    if (aim.place === to) return false;
    const known = { count, has: ring.has, start, next: current.next() };
    const step = nextStep(aim, known, reach);
    // What is wanted by now is there, and is drawn first.
    if (step.kind === 'rest') return true;
    if (step.kind !== 'seek' || !step.wanted) return false;
    return !wanted || givesUp(to - current.next(), options.now() - lastArrival);
  }

  const start = (place: number) => startPlace(map, place);

  async function pump(): Promise<void> {
    if (pumping || over) return;
    pumping = true;
    try {
      while (!over) {
        const step = nextStep(aim, { count, has: ring.has, start, next: run?.next() ?? null }, reach);
        if (step.kind === 'rest') break;
        const asked = aim;
        const current = step.kind === 'go' && run ? run : begin(step.to);
        await current.until(step.to, step.wanted, () => abandons(step, current));
        if (current.ended()) run = null;
        if (!ring.has(step.to) && step.wanted && aim.place === step.to && !over) {
          throw new Error(`The decoder gave no frame ${step.to}.`);
        }
        // A frame that is wanted ahead and had no room: it is made when it is wanted itself.
        if (!ring.has(step.to) && !step.wanted && aim === asked) break;
      }
    } catch (error) {
      if (!over) options.failed(error);
    } finally {
      pumping = false;
    }
  }

  // Pixels that are not square are drawn as if they were: a frame counts itself in square ones.
  const pictureOf = (frame: VideoFrame): FramePicture => ({
    image: frame,
    width: (frame.displayWidth * width) / (frame.visibleRect?.width ?? width),
    height: (frame.displayHeight * height) / (frame.visibleRect?.height ?? height),
    rotation: packets.rotation,
    close: () => frame.close(),
  });

  return {
    kind: options.kind,
    aim(next) {
      aim = next;
      reach = near;
      ring.aim(next);
      void pump();
    },
    lookAhead() {
      reach = far;
      void pump();
    },
    get(place) {
      const frame = ring.get(place);
      return frame && pictureOf(frame);
    },
    copy(place) {
      const frame = ring.get(place);
      return frame && pictureOf(frame.clone());
    },
    dispose() {
      over = true;
      run?.stop();
      slot.close();
      ring.clear();
      packets.dispose();
    },
  };
}

/** The first frame of the group that a frame is decoded in. */
function startPlace({ startOf, placeOf }: PacketMap, place: number): number {
  return Math.max(0, placeOf[startOf[place] ?? 0] ?? 0);
}

/** The size of the video; of a proxy, rounded up to an even one. */
function fits({ visibleRect }: VideoFrame, { kind, width, height }: DecodedOptions): boolean {
  const even = kind === 'proxy' ? 2 : 1;
  const rounded = (size: number) => Math.ceil(size / even) * even;
  return visibleRect?.width === rounded(width) && visibleRect.height === rounded(height);
}
