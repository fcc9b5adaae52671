/** `type` and `coordinates` of annotations on the wire (reference section 1.4). */
import type { z } from 'zod';
import { isSluiceError, SluiceError } from '../../errors.ts';
import { boxFromCorners } from '../../geometry/box.ts';
import { maskOf } from '../../geometry/mask/stored.ts';
import { readMaskText, writeMaskText } from '../../geometry/mask/text.ts';
import { type Geometry, geometrySchema } from '../../model/annotation.ts';
import { MASK_URL } from '../../model/mask-text.ts';
import { readMaskUrl, writeMaskUrl } from '../png/data-url.ts';
import { isRecord } from './json.ts';

/** Every type that is read. */
export const ANNOTATION_TYPES: readonly string[] = geometrySchema.options.flatMap((option) => [
  ...typesIn(option.shape.type),
]);

function typesIn(type: z.ZodLiteral<string> | z.ZodEnum): Iterable<string> {
  return 'values' in type ? type.values : type.options.map(String);
}

/**
 * @param place of the annotation in what was sent, for messages.
 * @throws SluiceError `invalid-input` for a type that is not known, or coordinates that are not its.
 */
export function readGeometry(type: unknown, coordinates: unknown, place: string): Geometry {
  if (typeof type !== 'string' || !ANNOTATION_TYPES.includes(type)) {
    const found = type === undefined ? 'no type' : `the type ${JSON.stringify(type)?.slice(0, 60)}`;
    throw misfit(place, `has ${found}; the types there are: ${ANNOTATION_TYPES.join(', ')}`);
  }
  if (type === 'box') return readBox(coordinates, place);
  if (type === 'binary') return readMask(coordinates, place);
  const given = type === 'class' ? undefined : shaped(type, coordinates);
  const parsed = geometrySchema.safeParse({ type, ...(given === undefined ? {} : { coordinates: given }) });
  if (parsed.success) return parsed.data;
  throw misfitOf(parsed.error, place, `of type "${type}"`);
}

/** Coordinates as clients write them, in the one form that is kept. */
function shaped(type: string, coordinates: unknown): unknown {
  // A single line may come without the list of lines around it.
  const isLine = type === 'segment' || type === 'polyline';
  if (isLine && Array.isArray(coordinates) && coordinates.every(isRecord)) return [coordinates];
  if (type !== 'note' || !isRecord(coordinates) || !isRecord(coordinates['note'])) return coordinates;
  const { asignee, ...note } = coordinates['note'];
  // One client library spells it so, the other in the usual way.
  const assignee = note['assignee'] ?? asignee;
  return {
    ...coordinates,
    note: {
      ...note,
      ...(assignee === undefined || assignee === null ? {} : { assignee }),
      status: note['status'] ?? 'issue',
      messages: note['messages'] ?? [],
    },
  };
}

/** Two opposite corners and, when it is turned, its angle. */
function readBox(coordinates: unknown, place: string): Geometry {
  const parts: readonly unknown[] = Array.isArray(coordinates) ? coordinates : [];
  const [from, to, angle] = parts;
  const isBox =
    isPoint(from) &&
    isPoint(to) &&
    parts.length <= 3 &&
    (angle === undefined || angle === null || typeof angle === 'number');
  if (!isBox) {
    throw misfit(place, 'of type "box" needs as coordinates the points top left and bottom right');
  }
  const turned = typeof angle === 'number' ? { angle } : {};
  const parsed = geometrySchema.safeParse({ type: 'box', ...boxFromCorners(from, to), ...turned });
  if (parsed.success) return parsed.data;
  throw misfitOf(parsed.error, place, 'of type "box"');
}

/** A PNG on the wire, runs of pixels here: a hundredth of its size, and what is done to it is done to them. */
function readMask(coordinates: unknown, place: string): Geometry {
  try {
    const text = typeof coordinates === 'string' ? coordinates : '';
    // What other calls here have read already comes as it is stored.
    const mask = readMaskText(text) ?? readMaskUrl(text);
    return { type: 'binary', coordinates: writeMaskText(mask) };
  } catch (error) {
    if (isSluiceError(error)) throw misfit(`${place} of type "binary"`, `does not fit: ${error.message}`);
    throw error;
  }
}

/** Undefined for what has none. */
export function writeCoordinates(geometry: Geometry): unknown {
  switch (geometry.type) {
    case 'box': {
      const { left, top, right, bottom, angle } = geometry;
      const corners = [
        { x: left, y: top, z: 0 },
        { x: right, y: bottom, z: 0 },
      ];
      return angle === undefined ? corners : [...corners, angle];
    }
    case 'binary':
      return MASK_URL.test(geometry.coordinates) ? geometry.coordinates : writeMaskUrl(maskOf(geometry));
    case 'class':
      return undefined;
    default:
      return geometry.coordinates;
  }
}

function isPoint(value: unknown): value is { x: number; y: number } {
  return isRecord(value) && typeof value['x'] === 'number' && typeof value['y'] === 'number';
}

function misfitOf(error: z.ZodError, place: string, what: string): SluiceError {
  const [issue] = error.issues;
  const path = (issue?.path ?? []).map(String).join('.');
  return misfit(`${place} ${what}`, `does not fit${path ? ` at ${path}` : ''}: ${issue?.message ?? ''}`);
}

export function misfit(place: string, why: string): SluiceError {
  return new SluiceError('invalid-input', `${place} ${why}.`);
}
