import type { EncodedPacket } from 'mediabunny';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDecodeRun } from '#renderer/editor/video/decode-run.ts';
import { createDecoderSlot } from '#renderer/editor/video/decoder-slot.ts';
import { decoded, standInDecoder } from './served-clips.ts';

beforeEach(() => standInDecoder({ width: 2, height: 2 }));
afterEach(() => void vi.unstubAllGlobals());

const COUNT = 9;
const packet = { type: 'key', data: new Uint8Array(1) } as EncodedPacket;

/** A run through packets that are frames in their order. */
function runOf() {
  const places = Int32Array.from({ length: COUNT }, (_, place) => place);
  const seen: number[] = [];
  const run = createDecodeRun({
    slot: createDecoderSlot(),
    first: 0,
    packets: {
      map: { placeOf: places, packetOf: places, startOf: new Int32Array(COUNT) },
      config: { codec: 'avc1', optimizeForLatency: true },
      async *from() {
        for (let at = 0; at < COUNT; at += 1) yield packet;
      },
    },
    frame: (place) => seen.push(place),
  });
  return { run, seen };
}

test('a decoder that gives each frame at once gets nothing beyond the wanted one', async () => {
  const { run, seen } = runOf();
  await run.until(3, true, () => false);
  expect([seen, decoded()]).toEqual([[0, 1, 2, 3], 4]);
});

test('when it keeps a frame back after all, it gets another packet', async () => {
  standInDecoder({ width: 2, height: 2 }, 1);
  const { run, seen } = runOf();
  await run.until(3, true, () => false);
  expect([seen, decoded()]).toEqual([[0, 1, 2, 3], 5]);
});
