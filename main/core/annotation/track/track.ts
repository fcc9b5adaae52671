/**
 * An annotation on a video as a track: the frames it is on, and what it is at some of them. It is stored as the reference
 * system has it (reference section 1.4): shape, label and attributes are those of the first keyframe; `metadata.system`
 * has its `frame`, the last one as `endFrame`, and the later keyframes as `snapshots_`. Frames are numbered from 0.
 */

import { readGeometry, writeCoordinates } from '../../formats/dataloop/annotation-shapes.ts';
import { isRecord } from '../../formats/dataloop/json.ts';
import type { Annotation, Geometry } from '../../model/annotation.ts';
import type { Metadata } from '../../model/common.ts';

export type Keyframe = {
  readonly frame: number;
  readonly geometry: Geometry;
  readonly attributes: Metadata;
  /** Not on the picture from here up to the next keyframe. The first one never is. */
  readonly outside: boolean;
  /** Worked out by a program, not set by a person: given up when a keyframe beside it changes. */
  readonly derived: boolean;
  /** As it was stored, with what else is said there; null: made here. */
  readonly stored: Metadata | null;
};

export type Track = {
  /** At least one, each later than the one before. */
  readonly keyframes: readonly Keyframe[];
  /** The last frame it is on. */
  readonly last: number;
  /** True: between two keyframes it moves from one to the other. False: the one before holds. */
  readonly linear: boolean;
};

/** Seconds from the beginning to a frame; null: not known here. */
export type SecondsAt = (frame: number) => number | null;

export const noSeconds: SecondsAt = () => null;

export function firstFrame({ keyframes }: Track): number {
  return keyframes[0]?.frame ?? 0;
}

const tracks = new WeakMap<Annotation, Track | null>();

/** The track of an annotation; null for one that names no frame: it is of the whole video. */
export function trackOf(annotation: Annotation): Track | null {
  const known = tracks.get(annotation);
  if (known !== undefined) return known;
  const read = readTrack(annotation);
  tracks.set(annotation, read);
  return read;
}

function readTrack({ geometry, attributes, metadata }: Annotation): Track | null {
  const system = isRecord(metadata?.['system']) ? metadata['system'] : {};
  const frame = frameIn(system['frame']);
  const end = frameIn(system['endFrame']);
  const list = Array.isArray(system['snapshots_']) ? system['snapshots_'] : [];
  if (geometry.type === 'class' || (frame === null && end === null && list.length === 0)) return null;
  const first: Keyframe = {
    frame: frame ?? 0,
    geometry,
    attributes,
    outside: false,
    derived: false,
    stored: null,
  };
  const keyframes = [first];
  for (const one of list) {
    const before = keyframes.at(-1) ?? first;
    const next = readKeyframe(one, before);
    // Out of order, or twice: what came first counts.
    if (next && next.frame > before.frame) keyframes.push(next);
  }
  const latest = keyframes.at(-1)?.frame ?? first.frame;
  return { keyframes, last: Math.max(end ?? latest, latest), linear: isLinear(metadata) };
}

function readKeyframe(stored: unknown, before: Keyframe): Keyframe | null {
  if (!isRecord(stored)) return null;
  const frame = frameIn(stored['frame']);
  if (frame === null) return null;
  return {
    frame,
    geometry: geometryIn(stored, before.geometry),
    attributes: isRecord(stored['namedAttributes']) ? stored['namedAttributes'] : before.attributes,
    outside: stored['objectVisible'] === false,
    derived: stored['fixed'] === false,
    stored,
  };
}

/** A keyframe that says nothing of its shape, or nothing that can be read, has the one before. */
function geometryIn(stored: Metadata, before: Geometry): Geometry {
  if (stored['data'] === undefined || stored['data'] === null) return before;
  try {
    return readGeometry(stored['type'] ?? before.type, stored['data'], 'keyframe');
  } catch {
    return before;
  }
}

function frameIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
}

function isLinear(metadata: Metadata | undefined): boolean {
  const user = metadata?.['user'];
  const own = isRecord(user) ? user['sluice'] : undefined;
  return isRecord(own) && own['interpolation'] === 'linear';
}

/**
 * The annotation with another track in place of its own.
 * @param seconds of a frame; where they are not known, stored times that may be wrong now are left out
 */
export function withTrack<A extends Pick<Annotation, 'label' | 'metadata'>>(
  annotation: A,
  track: Track,
  seconds: SecondsAt,
): A & Pick<Annotation, 'geometry' | 'attributes' | 'metadata'> {
  const [first, ...later] = track.keyframes;
  if (!first) throw new Error('a track has a keyframe at least');
  const metadata = annotation.metadata ?? {};
  const {
    startTime: _start,
    endTime: _end,
    ...system
  } = isRecord(metadata['system']) ? metadata['system'] : {};
  const [startTime, endTime] = [seconds(first.frame), seconds(track.last)];
  return {
    ...annotation,
    geometry: first.geometry,
    attributes: first.attributes,
    metadata: {
      ...metadata,
      ...withInterpolation(metadata, track.linear),
      system: {
        ...system,
        frame: first.frame,
        endFrame: track.last,
        ...(startTime === null ? {} : { startTime }),
        ...(endTime === null ? {} : { endTime }),
        snapshots_: later.map((keyframe) => snapshotOf(keyframe, annotation.label)),
      },
    },
  };
}

function withInterpolation(metadata: Metadata, linear: boolean): Metadata {
  const user = isRecord(metadata['user']) ? metadata['user'] : {};
  const { interpolation: _before, ...own } = isRecord(user['sluice']) ? user['sluice'] : {};
  const sluice = linear ? { ...own, interpolation: 'linear' } : own;
  const { sluice: _own, ...others } = user;
  const next = Object.keys(sluice).length > 0 ? { ...others, sluice } : others;
  return 'user' in metadata || Object.keys(next).length > 0 ? { user: next } : {};
}

function snapshotOf(
  { frame, geometry, attributes, outside, derived, stored }: Keyframe,
  label: string,
): Metadata {
  // Coordinates that nobody changed go back to the letter.
  const kept = stored && 'data' in stored && stored['data'] !== null ? stored : null;
  const same = kept !== null && sameGeometry(kept, geometry);
  return {
    label,
    ...stored,
    frame,
    fixed: !derived,
    objectVisible: !outside,
    type: geometry.type,
    data: same ? kept['data'] : (writeCoordinates(geometry) ?? null),
    namedAttributes: attributes,
  };
}

function sameGeometry(stored: Metadata, geometry: Geometry): boolean {
  return JSON.stringify(geometryIn(stored, geometry)) === JSON.stringify(geometry);
}
