import { describe, expect, test } from 'vitest';
import {
  type Aim,
  givesUp,
  type Known,
  leastUseful,
  nextStep,
  nothingMore,
  reachOf,
} from '#renderer/editor/video/plan.ts';
import { createFrameRing } from '#renderer/editor/video/ring.ts';
import { fc } from '#test/support/property.ts';

const GOP = 12;
const REACH = reachOf(60);

function known(there: Iterable<number>, next: number | null = null, count = 1000): Known {
  const set = new Set(there);
  return { count, has: (place) => set.has(place), start: (place) => place - (place % GOP), next };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe('the next step', () => {
  test('goes to the wanted frame first: on from where the decoder is when that is in its group, else anew', () => {
    const aim: Aim = { place: 30, direction: 1 };
    expect(nextStep(aim, known([]), REACH)).toEqual({ kind: 'seek', to: 30, wanted: true });
    expect(nextStep(aim, known([], 26), REACH)).toEqual({ kind: 'go', to: 30, wanted: true });
    expect(nextStep(aim, known([], 20), REACH)).toEqual({ kind: 'seek', to: 30, wanted: true });
    expect(nextStep(aim, known([], 31), REACH)).toEqual({ kind: 'seek', to: 30, wanted: true });
  });

  test('is no other than the wanted frame until that is drawn', () => {
    const only = nothingMore(REACH);
    for (const direction of [1, -1] as const) {
      const aim: Aim = { place: 30, direction };
      expect(nextStep(aim, known([], 26), only)).toEqual({ kind: 'go', to: 30, wanted: true });
      expect(nextStep(aim, known([30], 31), only)).toEqual({ kind: 'rest' });
      expect(nextStep(aim, known([30], 31), REACH)).not.toEqual({ kind: 'rest' });
    }
  });

  test('then makes what lies ahead', () => {
    const aim: Aim = { place: 30, direction: 1 };
    expect(nextStep(aim, known([30], 31), REACH)).toEqual({ kind: 'go', to: 31, wanted: false });
    const full = known(range(30, 31 + REACH.ahead), 31 + REACH.ahead);
    expect(nextStep(aim, full, REACH)).toEqual({ kind: 'rest' });
    expect(nextStep({ place: 999, direction: 1 }, known([999]), REACH)).toEqual({ kind: 'rest' });
  });

  test('on the way back makes the group before when half of what is behind is used up', () => {
    const aim: Aim = { place: 100, direction: -1 };
    const half = Math.ceil(REACH.behind / 2);
    expect(nextStep(aim, known(range(100 - half, 101)), REACH)).toEqual({ kind: 'rest' });
    expect(nextStep(aim, known(range(100 - half + 1, 101)), REACH)).toEqual({
      kind: 'seek',
      to: 100 - half,
      wanted: false,
    });
    expect(nextStep({ place: 0, direction: -1 }, known([0]), REACH)).toEqual({ kind: 'rest' });
  });
});

test('a jump is given up while it is far, unless nothing has moved for long', () => {
  expect(givesUp(100, 0)).toBe(true);
  expect(givesUp(5, 0)).toBe(false);
  expect(givesUp(100, 1000)).toBe(false);
});

test('the least useful frame is the furthest, what lies ahead counting half', () => {
  expect(leastUseful([90, 100, 115], { place: 100, direction: 1 })).toBe(90);
  expect(leastUseful([90, 100, 115], { place: 100, direction: -1 })).toBe(115);
  expect(leastUseful([100], { place: 100, direction: 1 })).toBeNull();
});

test('a ring never holds more than it may, never lets go of the aim, and closes all that leaves it', () => {
  const moves = fc.array(fc.tuple(fc.nat(200), fc.nat(200), fc.boolean()), { maxLength: 200 });
  fc.assert(
    fc.property(moves, (steps) => {
      let open = 0;
      const frame = () => {
        open += 1;
        let closed = false;
        return {
          close() {
            if (closed) throw new Error('closed twice');
            closed = true;
            open -= 1;
          },
        };
      };
      const ring = createFrameRing<{ close(): void }>(10);
      for (const [place, target, forward] of steps) {
        const had = ring.has(target);
        ring.aim({ place: target, direction: forward ? 1 : -1 });
        ring.put(place, frame());
        if (had || place === target) expect(ring.has(target)).toBe(true);
        expect(open).toBeLessThanOrEqual(10);
      }
      ring.clear();
      expect(open).toBe(0);
    }),
  );
});
