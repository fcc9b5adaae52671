/**
 * Annotations of every type, as they are uploaded (reference section 1.4). Coordinates are pixels of the item, from its
 * top left; in three dimensions metres of the scene.
 */
import type { Json } from '../transport.ts';

export type Point = { readonly x: number; readonly y: number };
export type Point3d = Point & { readonly z: number };

/** What every annotation may say. */
export type About = {
  readonly label: string;
  /** Values by the keys of attributes. */
  readonly attributes?: Json;
  /** The same thing on other frames or items has the same. */
  readonly objectId?: string;
  /** The annotation that it is a part of. */
  readonly parentId?: string;
  readonly description?: string;
  /** What made it, of what machines make. */
  readonly model?: { readonly name: string; readonly confidence?: number; readonly model_id?: string };
  /** Free. */
  readonly user?: Json;
  /** When it is there, on what has a time. */
  readonly time?: Span;
};

/** First and last frame of a video, or seconds. */
export type Span =
  | { readonly frame: number; readonly endFrame?: number }
  | { readonly startTime: number; readonly endTime?: number };

export type NewAnnotation = {
  readonly type: string;
  readonly label: string;
  readonly coordinates?: unknown;
  readonly attributes: null;
  readonly metadata: { readonly system: Json; readonly user: Json };
};

function make(type: string, about: About, coordinates?: unknown, also: Json = {}): NewAnnotation {
  const { label, attributes, objectId, parentId, description, model, user, time } = about;
  const system = Object.entries({ attributes, objectId, parentId, description, ...time, ...also });
  return {
    type,
    label,
    ...(coordinates === undefined ? {} : { coordinates }),
    attributes: null,
    metadata: {
      system: Object.fromEntries(system.filter(([, value]) => value !== undefined)),
      user: { ...user, ...(model === undefined ? {} : { model }) },
    },
  };
}

const flat = ({ x, y }: Point): Point => ({ x, y });
const deep = ({ x, y }: Point): Point3d => ({ x, y, z: 0 });

type Sides = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** The corners of a cuboid's picture. */
type Corner = `${'front' | 'back'}_${'tl' | 'tr' | 'br' | 'bl'}`;

export const shapes = {
  /** @param box.angle degrees that it is turned by, clockwise. */
  box: ({ left, top, right, bottom, angle, ...about }: About & Sides & { readonly angle?: number }) =>
    make('box', about, [
      deep({ x: left, y: top }),
      deep({ x: right, y: bottom }),
      ...(angle === undefined ? [] : [angle]),
    ]),

  /** A closed outline; rings after the first are holes. */
  polygon: ({
    points,
    holes = [],
    ...about
  }: About & { readonly points: readonly Point[]; readonly holes?: readonly (readonly Point[])[] }) =>
    make(
      'segment',
      about,
      [points, ...holes].map((ring) => ring.map(flat)),
    ),

  polyline: ({ points, ...about }: About & { readonly points: readonly Point[] }) =>
    make('polyline', about, [points.map(flat)]),

  point: ({ x, y, ...about }: About & Point) => make('point', about, deep({ x, y })),

  /** @param ellipse.angle degrees */
  ellipse: ({
    x,
    y,
    rx,
    ry,
    angle = 0,
    ...about
  }: About & Point & { readonly rx: number; readonly ry: number; readonly angle?: number }) =>
    make('ellipse', about, { center: deep({ x, y }), rx, ry, angle }),

  /** A cuboid as it is seen in a picture, by the corners of its two faces. */
  cube: ({
    corners,
    angle = 0,
    ...about
  }: About & { readonly corners: Readonly<Record<Corner, Point>>; readonly angle?: number }) =>
    make('cube', about, {
      ...Object.fromEntries(Object.entries(corners).map(([name, point]) => [name, deep(point)])),
      angle,
    }),

  /** A cuboid in a scene. @param cube3d.rotation radians */
  cube3d: ({
    position,
    scale,
    rotation,
    ...about
  }: About & { readonly position: Point3d; readonly scale: Point3d; readonly rotation: Point3d }) =>
    make('cube_3d', about, { position, scale, rotation }),

  /** The item as a whole is of this kind. */
  classification: (about: About) => make('class', about),

  /** @param mask.png bytes of a PNG of the item's size, whose alpha is above 127 where the thing is. */
  mask: ({ png, ...about }: About & { readonly png: Uint8Array }) =>
    make('binary', about, `data:image/png;base64,${Buffer.from(png).toString('base64')}`),

  /** Words to the others, at a place. @param note.now milliseconds since 1970 */
  note: ({ text, creator, assignee, now, left, top, right, bottom, ...about }: About & Sides & NoteWords) => {
    const messages = [{ id: String(now), creator, time: now, body: text }];
    const note = {
      messages,
      status: 'issue',
      createTime: now,
      creator,
      ...(assignee === undefined ? {} : { assignee }),
    };
    const box = [deep({ x: left, y: top }), deep({ x: right, y: bottom })];
    return make('note', about, { box, note }, { status: 'issue' });
  },

  /** Its joints are points whose parentId it is. */
  pose: ({
    templateId,
    instanceId,
    ...about
  }: About & { readonly templateId: string; readonly instanceId: string }) =>
    make('pose', about, { templateId, instanceId }),

  /** @param subtitle.startTime seconds */
  subtitle: ({
    text,
    startTime,
    endTime,
    ...about
  }: About & { readonly text: string; readonly startTime: number; readonly endTime: number }) =>
    make('subtitle', about, { text }, { startTime, endTime }),

  /** A part of a text. @param mark.start of its first letter; the end is after its last. */
  textMark: ({ start, end, ...about }: About & { readonly start: number; readonly end: number }) =>
    make('text_mark', about, { type: 'block', label: about.label, start, end }),

  text: ({ text, ...about }: About & { readonly text: string }) => make('text', about, text),

  refImage: ({
    ref,
    refType = 'url',
    mimetype,
    ...about
  }: About & { readonly ref: string; readonly refType?: 'url' | 'id'; readonly mimetype: string }) =>
    make('ref_image', about, { ref, refType, mimetype }),

  gis: ({
    geoType,
    coordinates,
    ...about
  }: About & { readonly geoType: string; readonly coordinates: unknown }) =>
    make('gis', about, { geo_type: geoType, wgs84_geo_coordinates: coordinates }),

  itemDescription: ({ text }: { readonly text: string }) =>
    make('item_description', { label: 'item.description' }, { text }, { system: true }),
};

type NoteWords = {
  readonly text: string;
  readonly creator: string;
  readonly assignee?: string;
  readonly now: number;
};

export type Keyframe = {
  readonly frame: number;
  /** An annotation of the same type, as it is from this frame on. */
  readonly shape: NewAnnotation;
  /** False: not there from this frame on, until the next. */
  readonly visible?: boolean;
};

/** An annotation of a video that changes: as it is at its first frame, then at later ones. Between two, the one before holds. */
export function track(
  first: NewAnnotation,
  keyframes: readonly Keyframe[],
  endFrame?: number,
): NewAnnotation {
  const { frame = 0 } = first.metadata.system;
  const last = endFrame ?? Math.max(Number(frame), ...keyframes.map((one) => one.frame));
  const snapshots = keyframes.map(({ frame: at, shape, visible = true }) => ({
    frame: at,
    fixed: true,
    label: shape.label,
    type: shape.type,
    objectVisible: visible,
    data: shape.coordinates ?? null,
    namedAttributes: shape.metadata.system['attributes'] ?? {},
  }));
  const system = { ...first.metadata.system, frame, endFrame: last, snapshots_: snapshots };
  return { ...first, metadata: { ...first.metadata, system } };
}
