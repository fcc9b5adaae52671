/**
 * Annotations on videos (reference section 1.4): in `metadata.system` the first `frame`, the `endFrame`, the same two as
 * seconds, and as `snapshots_` the later keyframes. Between keyframes the one before holds.
 */
import { misfit, readGeometry, writeCoordinates } from './annotation-shapes.ts';
import { isRecord, type Json } from './json.ts';

/** Of videos that say nothing: what the reference system's clients take. */
export const USUAL_FPS = 25;

/** Keys that go together: with another frame, a time that is not sent anew is worked out anew. */
const TIME_OF = { frame: 'startTime', endFrame: 'endTime' } as const;

/**
 * `metadata.system` of an annotation on a video: frames checked, keyframes in order, times filled in.
 * @param type of the annotation, which keyframes that name none have as well.
 * @throws SluiceError `invalid-input` naming the keyframe that does not fit.
 */
export function readVideoSystem(
  system: Json,
  { type, fps, place }: { readonly type: string; readonly fps: number; readonly place: string },
): Record<string, unknown> {
  const frame = frameIn(system, 'frame', `${place}.metadata.system`);
  const endFrame = frameIn(system, 'endFrame', `${place}.metadata.system`);
  const { snapshots_: snapshots } = system;
  if (frame === null && endFrame === null && (snapshots === undefined || snapshots === null)) {
    return { ...system };
  }
  const first = frame ?? 0;
  const keyframes = readKeyframes(snapshots, type, `${place}.metadata.system.snapshots_`);
  const last = endFrame ?? Math.max(first, ...keyframes.map((one) => Number(one['frame'])));
  if (last < first) {
    throw misfit(`${place}.metadata.system`, `ends at frame ${last}, before its first frame ${first}`);
  }
  return {
    ...system,
    frame: first,
    endFrame: last,
    startTime: secondsIn(system, 'startTime') ?? first / fps,
    endTime: secondsIn(system, 'endTime') ?? last / fps,
    snapshots_: keyframes,
  };
}

/** The system without the times that would contradict frames that a client's diff changes. */
export function withoutStaleTimes(system: Json, diff: Json): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...system };
  for (const [frame, time] of Object.entries(TIME_OF)) {
    if (diff[frame] !== undefined && diff[time] === undefined) delete kept[time];
  }
  return kept;
}

function readKeyframes(value: unknown, type: string, place: string): Record<string, unknown>[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw misfit(place, 'must be a list of keyframes');
  return value
    .map((one, at) => readKeyframe(one, type, `${place}.${at}`))
    .toSorted((a, b) => Number(a['frame']) - Number(b['frame']));
}

function readKeyframe(value: unknown, type: string, place: string): Record<string, unknown> {
  if (!isRecord(value)) throw misfit(place, 'must be an object');
  const frame = frameIn(value, 'frame', place);
  if (frame === null) throw misfit(place, 'has no frame');
  for (const key of ['fixed', 'objectVisible']) {
    const flag = value[key];
    if (flag !== undefined && flag !== null && typeof flag !== 'boolean') {
      throw misfit(`${place}.${key}`, 'must be true or false');
    }
  }
  if (value['data'] === undefined || value['data'] === null) return value;
  const geometry = readGeometry(value['type'] ?? type, value['data'], place);
  return { ...value, data: writeCoordinates(geometry) ?? value['data'] };
}

function frameIn(json: Json, key: string, place: string): number | null {
  const value = json[key];
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw misfit(`${place}.${key}`, 'must be the number of a frame: whole, from 0');
}

function secondsIn(json: Json, key: string): number | null {
  const value = json[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
