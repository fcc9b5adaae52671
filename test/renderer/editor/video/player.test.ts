import { expect, test } from 'vitest';
import { clampPlace, placeAt, placeOfTicks } from '#renderer/editor/video/places.ts';
import type { Aim } from '#renderer/editor/video/plan.ts';
import { advance, due, latestReady } from '#renderer/editor/video/play-clock.ts';
import { createPlayer } from '#renderer/editor/video/player.ts';
import type { FramePicture, SourceEvents } from '#renderer/editor/video/source.ts';
import { tableOf } from './support.ts';

/** Ten frames of which the last five are slower. */
const TABLE = tableOf([0, 40, 80, 120, 160, 200, 400, 600, 800, 1000]);

/** A player whose frames come when the test says so, drawn at once or, while `drawing` is off, not yet. */
function rig() {
  const there = new Set<number>();
  const aims: Aim[] = [];
  const presented: number[] = [];
  let ahead = 0;
  let [events, now, frame, open] = [null as SourceEvents | null, 0, null as (() => void) | null, 0];
  let drawing = true;
  const player = createPlayer({
    table: TABLE,
    present(_picture, place) {
      presented.push(place);
      if (drawing) player.drawn(place);
    },
    now: () => now,
    frame(run) {
      frame = run;
      return () => {
        frame = null;
      };
    },
    failed: () => undefined,
  });
  const picture = (place: number): FramePicture | null => {
    if (!there.has(place)) return null;
    open += 1;
    return { image: {} as ImageBitmap, width: 1, height: 1, rotation: 0, close: () => (open -= 1) };
  };
  player.take((given) => {
    events = given;
    return {
      kind: 'direct',
      aim: (aim) => aims.push(aim),
      lookAhead: () => {
        ahead += 1;
      },
      get: (place) => (there.has(place) ? picture(place) : null),
      copy: picture,
      dispose: () => undefined,
    };
  });
  return {
    player,
    aims,
    presented,
    /** How many times more frames than the wanted one were asked for. */
    ahead: () => ahead,
    draw: (on: boolean) => {
      drawing = on;
    },
    arrive(...places: number[]) {
      for (const place of places) {
        there.add(place);
        events?.arrived(place);
      }
    },
    at(time: number) {
      now = time;
      const run = frame;
      frame = null;
      run?.();
    },
  };
}

test('the number that is told is that of the picture on the screen, also while another one is on its way', () => {
  const { player, arrive, draw } = rig();
  expect(player.state.get()).toMatchObject({ place: null, wanted: 0 });
  arrive(0);
  expect(player.state.get()).toMatchObject({ place: 0, wanted: 0 });
  player.go(7);
  expect(player.state.get()).toMatchObject({ place: 0, wanted: 7 });
  draw(false);
  arrive(7);
  expect(player.state.get()).toMatchObject({ place: 0, wanted: 7 });
  player.drawn(7);
  expect(player.state.get()).toMatchObject({ place: 7, wanted: 7 });
});

test('frames ahead are asked for when the wanted one is on the screen, not before', () => {
  const { player, arrive, draw, ahead } = rig();
  arrive(0, 1);
  expect(ahead()).toBe(1);
  draw(false);
  player.step(1);
  expect([player.state.get().awaited, ahead()]).toEqual([null, 1]);
  player.drawn(1);
  expect(ahead()).toBe(2);
  player.step(1);
  expect([player.state.get().awaited, ahead()]).toEqual([2, 2]);
  // The one before, drawn late, is not what is wanted by now.
  player.drawn(1);
  expect(ahead()).toBe(2);
  arrive(2);
  expect([player.state.get().awaited, ahead()]).toEqual([null, 2]);
  player.drawn(2);
  expect(ahead()).toBe(3);
  // It is on the screen already, and is not drawn again.
  player.go(2);
  expect(ahead()).toBe(4);
});

test('while it plays, frames ahead are always made', () => {
  const { player, arrive, draw, ahead } = rig();
  arrive(0);
  draw(false);
  const before = ahead();
  player.play();
  expect(ahead()).toBe(before + 1);
  expect(player.state.get().awaited).toBeNull();
});

test('steps count from the frame that was asked for last, and stop at both ends', () => {
  const { player, aims } = rig();
  player.step(3);
  player.step(3);
  expect(aims.at(-1)).toEqual({ place: 6, direction: 1 });
  player.step(-1);
  expect(aims.at(-1)).toEqual({ place: 5, direction: -1 });
  player.step(-100);
  expect(player.state.get().wanted).toBe(0);
  player.step(100);
  expect(player.state.get().wanted).toBe(9);
});

test('while somebody drags, late frames are shown with their own number, and none after the wanted one', () => {
  const { player, arrive, presented } = rig();
  arrive(0);
  for (const place of [3, 5, 8]) player.go(place);
  arrive(3);
  expect(player.state.get()).toMatchObject({ place: 3, wanted: 8 });
  arrive(8, 5);
  expect(presented).toEqual([0, 3, 8]);
  expect(player.state.get()).toMatchObject({ place: 8, wanted: 8 });
});

test('a jump shows nothing that it passes on its way, be it that this was looked at before', () => {
  const { player, arrive, presented } = rig();
  arrive(0);
  for (const place of [5, 2]) {
    player.go(place);
    arrive(place);
  }
  player.go(7);
  arrive(0, 2, 3, 5, 7);
  expect(presented).toEqual([0, 5, 2, 7]);
});

test('playing goes by the frames own times, leaves out what is late, and stops at the end', () => {
  const { player, arrive, presented, at } = rig();
  arrive(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  player.play();
  at(39);
  expect(presented.at(-1)).toBe(0);
  at(45);
  expect(presented.at(-1)).toBe(1);
  at(170);
  expect(presented.slice(-2)).toEqual([1, 4]);
  at(390);
  expect(presented.at(-1)).toBe(5);
  for (const time of [500, 700, 900, 1010]) at(time);
  expect(presented.at(-1)).toBe(9);
  expect(player.state.get().playing).toBe(false);
  player.play();
  expect(player.state.get()).toMatchObject({ playing: true, wanted: 0 });
});

test('the clock of playing waits for pictures that do not come', () => {
  let clock = { seconds: 0, at: 0 };
  for (let now = 0; now <= 5000; now += 16) clock = advance(clock, now, 1, TABLE, 0);
  expect(clock.seconds).toBeCloseTo(0.04 + 0.25);
  expect(due(clock, TABLE)).toBe(5);
  expect(latestReady(5, 0, (place) => place === 2)).toBe(2);
  expect(latestReady(5, 3, (place) => place === 2)).toBeNull();
});

test('a place is found by its time and by its ticks', () => {
  expect([-1, 0, 0.039, 0.04, 0.3, 0.4, 99].map((seconds) => placeAt(TABLE, seconds))).toEqual([
    0, 0, 0, 1, 5, 6, 9,
  ]);
  expect([0, 40, 41, 1000, 2000].map((ticks) => placeOfTicks(TABLE, ticks))).toEqual([0, 1, -1, 9, -1]);
  expect([-3, 2.4, 99].map((place) => clampPlace(10, place))).toEqual([0, 2, 9]);
});

test('a loop is played again and again, from its beginning, and no frame beyond it', () => {
  const { player, arrive, at, presented } = rig();
  arrive(...TABLE.pts.keys());
  player.setLoop({ first: 2, last: 4 });
  player.play();
  expect(player.state.get().wanted).toBe(2);
  for (let time = 0; time <= 400; time += 20) at(time);
  const seen = presented.slice(presented.indexOf(2));
  expect(new Set(seen)).toEqual(new Set([2, 3, 4]));
  expect(seen.filter((place) => place === 2).length).toBeGreaterThan(2);
  expect(player.state.get().playing).toBe(true);
  // Without it playing goes on to the end.
  player.setLoop(null);
  for (let time = 420; time <= 2000; time += 20) at(time);
  expect(player.state.get()).toMatchObject({ place: 9, playing: false });
});
