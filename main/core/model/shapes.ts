/**
 * Geometries of annotations besides the box, by the reference system's types and in its coordinates: what comes from
 * there goes back as it came. Units are pixels of the upright picture unless said otherwise.
 */
import { z } from 'zod';
import { MASK_TEXT, MASK_URL } from './mask-text.ts';

/** Two corners, points of lines and the like; flat ones have no `z`. */
export const placeSchema = z.object({ x: z.number(), y: z.number(), z: z.number().optional() });
export type Place = z.infer<typeof placeSchema>;

const spaceSchema = z.object({ x: z.number(), y: z.number(), z: z.number() });
const lineSchema = z.array(placeSchema).min(1);
const textSchema = z.object({ text: z.string() });

const noteSchema = z.looseObject({
  messages: z.array(z.looseObject({ body: z.string() })),
  /** `issue`, `review` or `approved`; other systems write words of their own. */
  status: z.string().max(60),
});

/** Corners of a cuboid as it is drawn: its front and its back, each from the top left clockwise. */
export const CUBE_CORNERS = [
  'front_tl',
  'front_tr',
  'front_br',
  'front_bl',
  'back_tl',
  'back_tr',
  'back_br',
  'back_bl',
] as const;

const corners = Object.fromEntries(CUBE_CORNERS.map((corner) => [corner, placeSchema])) as Record<
  (typeof CUBE_CORNERS)[number],
  typeof placeSchema
>;

function shape<T extends string, C extends z.ZodType>(type: T, coordinates: C) {
  return z.object({ type: z.literal(type), coordinates });
}

export const shapeSchemas = [
  /** A polygon: its outer ring, then its holes. */
  shape('segment', z.array(lineSchema).min(1)),
  shape('polyline', z.array(lineSchema).min(1)),
  shape('point', placeSchema),
  /** `angle` in degrees. */
  shape(
    'ellipse',
    z.object({
      center: placeSchema,
      rx: z.number().min(0),
      ry: z.number().min(0),
      angle: z.number().optional(),
    }),
  ),
  shape('cube', z.object({ ...corners, angle: z.number().optional() })),
  /** In the units of a point cloud. */
  shape('cube_3d', z.object({ position: spaceSchema, scale: spaceSchema, rotation: spaceSchema })),
  /** A mask as runs of pixels; those of workspaces of old are PNG files still. */
  shape(
    'binary',
    z
      .string()
      .refine(
        (text) => MASK_TEXT.test(text) || MASK_URL.test(text),
        'must be a PNG as "data:image/png;base64,…"',
      ),
  ),
  shape('note', z.looseObject({ box: z.tuple([placeSchema, placeSchema]), note: noteSchema })),
  /** Its joints are points whose `metadata.system.parentId` is its id. */
  shape('pose', z.looseObject({ templateId: z.string() })),
  shape('subtitle', textSchema),
  shape('item_description', textSchema),
  shape(
    'text_mark',
    z.looseObject({ type: z.string(), start: z.number().nullable(), end: z.number().nullable() }),
  ),
  shape('text', z.string()),
  shape('ref_image', z.looseObject({ ref: z.string() })),
  shape('gis', z.looseObject({ geo_type: z.string(), wgs84_geo_coordinates: z.unknown() })),
] as const;

/** Of the whole item. */
export const classSchema = z.object({ type: z.literal('class') });

/** What is only handed on: types whose coordinates the reference system does not describe. */
const RAW_TYPES = [
  'comparison',
  'ref_semantic_3d',
  'semantic_3d',
  'polyline_3d',
  'pdf_text',
  'line',
  'recording',
] as const;
export const rawSchema = z.object({ type: z.enum(RAW_TYPES), coordinates: z.unknown() });
