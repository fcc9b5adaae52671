/** Shows frames of one video: steps, jumps, drags and plays. What it says is on the screen is what was drawn. */
import type { FrameTable } from '#core/media/frame-table.ts';
import { createStore, type Readable } from '../store.ts';
import { clampPlace } from './places.ts';
import type { Aim } from './plan.ts';
import { advance, due, latestReady, type PlayClock } from './play-clock.ts';
import type { FramePicture, FrameSource, SourceEvents } from './source.ts';

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;
export type Speed = (typeof SPEEDS)[number];

/** The first and the last frame of it. */
export type Loop = { readonly first: number; readonly last: number };

export type PlayerState = {
  /** The frame of the picture on the screen; null before the first one. */
  readonly place: number | null;
  /** The frame that was asked for last. */
  readonly wanted: number;
  /** That frame while it has to be made first; null when it can be drawn at once, or is drawn. */
  readonly awaited: number | null;
  readonly playing: boolean;
  readonly speed: Speed;
  /** Frames that are played again and again; null: playing ends with the video. */
  readonly loop: Loop | null;
  /** Where pictures come from now. */
  readonly kind: FrameSource['kind'] | null;
};

export type PlayerPorts = {
  readonly table: FrameTable;
  /** Draws the picture, and calls `drawn` when it is on the screen. The picture is the drawer's until the next one. */
  present(picture: FramePicture, place: number): void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Runs the function before the next picture on the screen; the answer takes that back. */
  frame(run: () => void): () => void;
  /** The source cannot go on; another one is to be taken. */
  failed(kind: FrameSource['kind'], error: unknown): void;
};

export type Player = {
  readonly state: Readable<PlayerState>;
  readonly table: FrameTable;
  /** Takes frames from another source; the one before is given up. */
  take(make: (events: SourceEvents) => FrameSource): void;
  /** Shows a frame as soon as it can be; stops playing. */
  go(place: number): void;
  /** So many frames from the one that was asked for last. */
  step(by: number): void;
  play(): void;
  pause(): void;
  setSpeed(speed: Speed): void;
  /** Playing that goes on keeps to it. */
  setLoop(loop: Loop | null): void;
  /** The picture of that frame is on the screen. */
  drawn(place: number): void;
  /** Shows the wanted frame again, for a screen that has lost it. */
  refresh(): void;
  dispose(): void;
};

/** Frames asked for in the last moments, which are shown on the way when they come late. */
const RECENT = 8;

export function createPlayer(ports: PlayerPorts): Player {
  const { table } = ports;
  const store = createStore<PlayerState>({
    place: null,
    wanted: 0,
    awaited: 0,
    playing: false,
    speed: 1,
    loop: null,
    kind: null,
  });
  let source: FrameSource | null = null;
  let presented: number | null = null;
  let recent: readonly number[] = [0];
  let clock: PlayClock = { seconds: 0, at: 0 };
  let cancelFrame: (() => void) | null = null;
  let direction: Aim['direction'] = 1;

  function show(place: number): void {
    if (presented === place) return;
    const picture = source?.copy(place);
    if (!picture) return;
    presented = place;
    // What was asked for before it is of no interest any more: a later jump must not show it in passing.
    const at = recent.indexOf(place);
    if (at >= 0) recent = recent.slice(0, at);
    if (place === store.get().wanted) store.set({ awaited: null });
    ports.present(picture, place);
  }

  function want(place: number): void {
    const { wanted } = store.get();
    if (place !== wanted) direction = place > wanted ? 1 : -1;
    recent = [place, ...recent].slice(0, RECENT);
    const { playing, place: seen } = store.get();
    const ready = presented === place || (source?.get(place) ?? null) !== null;
    store.set({ wanted: place, awaited: ready || playing ? null : place });
    source?.aim({ place, direction });
    if (ready) show(place);
    // Playing needs every frame in time, and what is on the screen will not be drawn again.
    if (playing || (presented === place && seen === place)) source?.lookAhead();
  }

  function arrived(place: number): void {
    const { wanted, playing } = store.get();
    if (playing) return;
    if (place === wanted) show(place);
    // Late, but somebody drags and would see nothing move else. Its own number is shown with it.
    else if (presented !== wanted && recent.includes(place)) show(place);
  }

  function tick(): void {
    cancelFrame = null;
    const { playing, speed } = store.get();
    if (!playing) return;
    const shown = presented ?? 0;
    clock = advance(clock, ports.now(), speed, table, shown);
    const end = endOf(store.get().loop);
    const place = Math.min(due(clock, table), end);
    if (place !== store.get().wanted) want(place);
    const ready = latestReady(place, shown, (at) => source?.get(at) !== null);
    if (ready !== null) show(ready);
    if (presented === null || presented < end) cancelFrame = ports.frame(tick);
    else if (store.get().loop) begin(store.get().loop?.first ?? 0);
    else player.pause();
  }

  const endOf = (loop: Loop | null) => Math.min(loop?.last ?? table.count - 1, table.count - 1);

  /** Plays on from a frame. */
  function begin(at: number): void {
    const start = table.pts[at] ?? 0;
    const { num, den } = table.timeBase;
    clock = { seconds: ((start - (table.pts[0] ?? 0)) * num) / den, at: ports.now() };
    direction = 1;
    if (at !== store.get().wanted) presented = -1;
    store.set({ playing: true });
    want(at);
    cancelFrame ??= ports.frame(tick);
  }

  const player: Player = {
    state: store,
    table,
    take(make) {
      source?.dispose();
      const made: FrameSource = make({
        arrived: (place) => {
          if (source === made) arrived(place);
        },
        failed: (error) => {
          if (source === made) ports.failed(made.kind, error);
        },
      });
      source = made;
      store.set({ kind: made.kind });
      const { wanted } = store.get();
      // The same frame from the new source: the old one's picture may be another copy of it.
      presented = null;
      store.set({ awaited: wanted });
      made.aim({ place: wanted, direction });
    },
    go(place) {
      player.pause();
      want(clampPlace(table.count, place));
    },
    step: (by) => player.go(store.get().wanted + by),
    play() {
      if (store.get().playing) return;
      const { loop, wanted } = store.get();
      const first = loop?.first ?? 0;
      begin(wanted >= endOf(loop) || wanted < first ? first : wanted);
    },
    pause() {
      if (!store.get().playing) return;
      cancelFrame?.();
      cancelFrame = null;
      store.set({ playing: false });
      // What is on the screen is what one has stopped at.
      if (presented !== null && presented >= 0) want(presented);
    },
    setSpeed: (speed) => store.set({ speed }),
    setLoop: (loop) => store.set({ loop }),
    drawn(place) {
      store.set({ place });
      if (presented === place && place === store.get().wanted) source?.lookAhead();
    },
    refresh() {
      presented = null;
      show(store.get().wanted);
    },
    dispose() {
      cancelFrame?.();
      cancelFrame = null;
      source?.dispose();
      source = null;
    },
  };
  return player;
}
