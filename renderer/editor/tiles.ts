/**
 * The tiles of a very large picture: which are wanted for a view, and those that are there. Coarse tiles stay below fine
 * ones until these have come, so that there is never a hole.
 */
import type { Box } from '#core/geometry/box.ts';
import type { Size } from '#core/geometry/plane.ts';
import type { TilePlan } from '#core/model/picture.ts';
import type { DecodedPicture } from './pictures.ts';

export type TilePlace = { readonly level: number; readonly x: number; readonly y: number };

export type Tile = { readonly image: CanvasImageSource /** In pixels of the picture. */; readonly box: Box };

export type Tiles = {
  /** Tiles to be drawn one after the other, the coarse ones first; what is missing is asked for. */
  show(view: TileView): Tile[];
  dispose(): void;
};

export type TileView = {
  /** The part of the picture that is seen, in its pixels. */
  readonly box: Box;
  /** Device pixels for a pixel of the picture. */
  readonly scale: number;
};

export type TilesOptions = {
  readonly plan: TilePlan;
  load(place: TilePlace, signal: AbortSignal): Promise<DecodedPicture>;
  /** A tile that is seen has come: draw again. */
  changed(): void;
  /** Tiles that are kept; one of 512 pixels takes a megabyte. */
  readonly most?: number;
};

/** Two big screens full, and their surroundings. */
const MOST = 160;
/** More at once would only wait for each other. */
const IN_FLIGHT = 4;
/** How many levels coarser a stand-in for a missing tile may be. */
const STAND_INS = 3;

/** The coarsest level that has at least a pixel for each device pixel. */
export function levelFor({ levels }: TilePlan, scale: number): number {
  const [full] = levels;
  if (!full) return 0;
  const enough = levels.findLastIndex(({ width }) => width >= Math.floor(full.width * scale));
  return Math.max(0, enough);
}

/** Tiles of a level that meet the box, the nearest to its middle first; `ring`: so many tiles around it as well. */
export function placesIn(plan: TilePlan, level: number, box: Box, ring = 0): TilePlace[] {
  const size = plan.levels[level];
  const [full] = plan.levels;
  if (!size || !full) return [];
  const step = {
    x: (plan.tileSize * full.width) / size.width,
    y: (plan.tileSize * full.height) / size.height,
  };
  const last = {
    x: Math.ceil(size.width / plan.tileSize) - 1,
    y: Math.ceil(size.height / plan.tileSize) - 1,
  };
  const from = {
    x: Math.max(0, Math.floor(box.left / step.x) - ring),
    y: Math.max(0, Math.floor(box.top / step.y) - ring),
  };
  const to = {
    x: Math.min(last.x, Math.ceil(box.right / step.x) - 1 + ring),
    y: Math.min(last.y, Math.ceil(box.bottom / step.y) - 1 + ring),
  };
  const places: TilePlace[] = [];
  for (let y = from.y; y <= to.y; y += 1)
    for (let x = from.x; x <= to.x; x += 1) places.push({ level, x, y });
  const middle = {
    x: (box.left + box.right) / 2 / step.x - 0.5,
    y: (box.top + box.bottom) / 2 / step.y - 0.5,
  };
  const far = ({ x, y }: TilePlace) => (x - middle.x) ** 2 + (y - middle.y) ** 2;
  return places.toSorted((a, b) => far(a) - far(b));
}

/** Where a tile lies, in pixels of the picture. */
export function tileBox(plan: TilePlan, { level, x, y }: TilePlace): Box {
  const size = plan.levels[level] ?? { width: 1, height: 1 };
  const full = plan.levels[0] ?? size;
  const across = (at: number) => (Math.min(at * plan.tileSize, size.width) * full.width) / size.width;
  const down = (at: number) => (Math.min(at * plan.tileSize, size.height) * full.height) / size.height;
  return { left: across(x), top: down(y), right: across(x + 1), bottom: down(y + 1) };
}

const keyOf = ({ level, x, y }: TilePlace): string => `${level}/${x}/${y}`;

export function createTiles(options: TilesOptions): Tiles {
  const { plan, load, changed, most = MOST } = options;
  // The first entry is the one not drawn for the longest.
  const ready = new Map<string, DecodedPicture>();
  const loading = new Map<string, AbortController>();
  const failed = new Set<string>();
  let wanted: readonly TilePlace[] = [];
  let seen: ReadonlySet<string> = new Set();
  let over = false;

  function fetchWanted(): void {
    for (const place of wanted) {
      if (loading.size >= IN_FLIGHT || over) return;
      const key = keyOf(place);
      if (!ready.has(key) && !loading.has(key) && !failed.has(key)) fetchOne(place, key);
    }
  }

  function fetchOne(place: TilePlace, key: string): void {
    const abort = new AbortController();
    loading.set(key, abort);
    load(place, abort.signal)
      .then(
        (tile) => {
          if (over || abort.signal.aborted) tile.close();
          else keep(key, tile);
        },
        () => {
          // The coarser tiles stay in its place; asked for again when the picture is opened again.
          if (!abort.signal.aborted) failed.add(key);
        },
      )
      .finally(() => {
        if (loading.get(key) === abort) loading.delete(key);
        fetchWanted();
      });
  }

  function keep(key: string, tile: DecodedPicture): void {
    ready.set(key, tile);
    for (const [oldest, old] of ready) {
      if (ready.size <= most) break;
      ready.delete(oldest);
      old.close();
    }
    if (seen.has(key)) changed();
  }

  function drawn(place: TilePlace): Tile[] {
    const key = keyOf(place);
    const tile = ready.get(key);
    if (!tile) return [];
    ready.delete(key);
    ready.set(key, tile);
    return [{ image: tile.image, box: tileBox(plan, place) }];
  }

  return {
    show({ box, scale }) {
      const level = levelFor(plan, scale);
      const coarsest = Math.min(plan.levels.length - 1, level + STAND_INS);
      // A coarse tile in the middle stands in for many fine ones; then the fine ones, then those around them.
      const inView = [
        ...(coarsest > level ? placesIn(plan, coarsest, box) : []),
        ...placesIn(plan, level, box),
      ];
      seen = new Set(inView.map(keyOf));
      wanted = [...inView, ...placesIn(plan, level, box, 1)];
      const keys = new Set(wanted.map(keyOf));
      for (const [key, abort] of loading) {
        if (keys.has(key)) continue;
        loading.delete(key);
        abort.abort();
      }
      fetchWanted();
      const levels = Array.from({ length: coarsest - level + 1 }, (_, at) => coarsest - at);
      return levels.flatMap((one) => placesIn(plan, one, box).flatMap(drawn));
    },
    dispose() {
      over = true;
      for (const abort of loading.values()) abort.abort();
      for (const tile of ready.values()) tile.close();
      ready.clear();
    },
  };
}

/** The part of the picture that a view shows. */
export function seenBox(view: Size, viewport: { x: number; y: number; scale: number }, picture: Size): Box {
  const { x, y, scale } = viewport;
  return {
    left: Math.max(0, -x / scale),
    top: Math.max(0, -y / scale),
    right: Math.min(picture.width, (view.width - x) / scale),
    bottom: Math.min(picture.height, (view.height - y) / scale),
  };
}
