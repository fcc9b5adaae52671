/** What a decoder does next so that the wanted frame and those after it in the direction of travel are there. Pure. */

/** What the person wants: a frame, and where they are going. */
export type Aim = { readonly place: number; readonly direction: 1 | -1 };

/** How many frames fit into memory, and what of them is made before it is asked for. */
export type Reach = {
  readonly frames: number;
  readonly ahead: number;
  readonly behind: number;
};

/** Frames before and behind: enough to play at four times the speed, and to step back while the group before is decoded. */
const AHEAD = 24;
const BEHIND = 48;

export function reachOf(frames: number): Reach {
  const half = Math.max(1, Math.floor(frames / 2));
  return { frames, ahead: Math.min(AHEAD, half), behind: Math.min(BEHIND, half) };
}

/** The reach while nothing but the wanted frame is to be made. */
export function nothingMore(reach: Reach): Reach {
  return { ...reach, ahead: 0, behind: 0 };
}

export type Known = {
  readonly count: number;
  has(place: number): boolean;
  /** The first frame that decoding can begin with to get to the place. */
  start(place: number): number;
  /** The frame that the decoder gives next when it goes on; null: it stands nowhere. */
  readonly next: number | null;
};

/** `seek`: begin anew at the start of that frame's group; `go`: on with it, up to that frame. */
export type Step =
  | { readonly kind: 'rest' }
  | { readonly kind: 'seek' | 'go'; readonly to: number; readonly wanted: boolean };

export function nextStep(aim: Aim, known: Known, reach: Reach): Step {
  if (!known.has(aim.place)) return towards(aim.place, known, true);
  const missing = aim.direction === 1 ? missingAhead(aim, known, reach) : missingBehind(aim, known, reach);
  return missing === null ? { kind: 'rest' } : towards(missing, known, false);
}

function missingAhead({ place }: Aim, { count, has }: Known, { ahead }: Reach): number | null {
  for (let at = place + 1; at <= Math.min(count - 1, place + ahead); at += 1) if (!has(at)) return at;
  return null;
}

/** Only when half of what lies behind is used up: each time, a whole group is decoded for it. */
function missingBehind({ place }: Aim, { has }: Known, { behind }: Reach): number | null {
  for (let at = place - 1; at >= Math.max(0, place - Math.ceil(behind / 2)); at -= 1) if (!has(at)) return at;
  return null;
}

function towards(to: number, { next, start }: Known, wanted: boolean): Step {
  const onTheWay = next !== null && next <= to && next >= start(to);
  return { kind: onTheWay ? 'go' : 'seek', to, wanted };
}

/** Milliseconds for which the picture may stand still while somebody drags: then a frame on the way is shown after all. */
const STILL = 250;
/** Frames that are decoded faster than a new jump is begun. */
const NEARLY_THERE = 24;

/** Whether a jump under way is given up for a newer one. Never to give up would be slow, always would show nothing. */
export function givesUp(left: number, millisecondsStill: number): boolean {
  return left > NEARLY_THERE && millisecondsStill < STILL;
}

/**
 * The frame to let go of when memory is full: the one furthest from the aim, where what lies in the direction of travel
 * counts as half as far.
 */
export function leastUseful(places: Iterable<number>, { place, direction }: Aim): number | null {
  let worst: number | null = null;
  let most = 0;
  for (const at of places) {
    const away = (at - place) * direction;
    const distance = away > 0 ? away / 2 : -away;
    if (at !== place && distance > most) [worst, most] = [at, distance];
  }
  return worst;
}
