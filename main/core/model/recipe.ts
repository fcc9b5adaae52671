/** A recipe: what may be labelled, with which tools and instructions; labels and attributes are its ontology's. */
import { z } from 'zod';
import { metadataSchema, nameSchema, timeSchema } from './common.ts';
import { ontologyIdSchema, projectIdSchema, recipeIdSchema } from './ids.ts';

/** What people may make: the reference system's words for types of annotations. */
export const TOOLS = [
  'box',
  'segment',
  'polyline',
  'point',
  'ellipse',
  'cube',
  'pose',
  'binary',
  'note',
  'class',
] as const;
export const toolSchema = z.enum(TOOLS);
export type Tool = z.infer<typeof toolSchema>;

export const labelSchema = z.object({
  /** Dot path of the label in its tree, e.g. "vehicle.car"; what annotations store. */
  name: z.string().trim().min(1).max(200),
  color: z.string().regex(/^#[0-9a-f]{6}$/i, 'must look like #1f77b4'),
  /** What people read in place of the last part of the name. */
  displayLabel: z.string().max(200).optional(),
  /** Keys of attributes that are this label's own. */
  attributes: z.array(z.string().max(200)).max(200).optional(),
  /** What may be made with it, of what the recipe allows; none or empty: all of that. */
  tools: z.array(toolSchema).optional(),
  /** How other programs show it: pictures, icons. */
  displayData: metadataSchema.optional(),
});
export type Label = z.infer<typeof labelSchema>;

export const ATTRIBUTE_TYPES = ['options', 'boolean', 'range', 'freeText', 'number'] as const;

/** A text of `options` and `freeText`, a list of them when several may be chosen, yes or no, a number. */
export const attributeValueSchema = z.union([
  z.boolean(),
  z.number(),
  z.string().max(10_000),
  z.array(z.string().max(500)).max(1000),
]);
export type AttributeValue = z.infer<typeof attributeValueSchema>;

export const attributeSchema = z.object({
  key: z.string().trim().min(1).max(200),
  title: z.string().max(200),
  type: z.enum(ATTRIBUTE_TYPES),
  /** Of `options`: several may be chosen. */
  multi: z.boolean().optional(),
  values: z.array(z.string().max(500)).max(1000).optional(),
  range: z.object({ min: z.number(), max: z.number(), step: z.number() }).optional(),
  /** Labels that may have it; `*`: all. */
  scope: z.array(z.string().max(200)).max(1000),
  /** False: it must have a value before an item is complete. */
  optional: z.boolean().optional(),
  /** What a new object has. */
  default: attributeValueSchema.optional(),
  /** `item`: of the item as a whole. Absent: of each object. */
  level: z.enum(['object', 'item']).optional(),
  /** Asked only where another attribute has one of these values; yes and no are `true` and `false`. */
  when: z.object({ key: z.string().max(200), values: z.array(z.string().max(500)).max(1000) }).optional(),
});
export type Attribute = z.infer<typeof attributeSchema>;

export const recipeSchema = z.object({
  id: recipeIdSchema,
  projectId: projectIdSchema,
  title: nameSchema,
  /** The ontology that holds its labels and attributes; several recipes may share one. */
  ontologyId: ontologyIdSchema,
  /** In the order of their number keys. */
  labels: z.array(labelSchema).max(1000),
  attributes: z.array(attributeSchema).max(1000),
  /** What may be made; empty: everything. */
  tools: z.array(toolSchema),
  instructions: z.string().max(20_000),
  /** Who made it; empty when it was made before that was noted. */
  creator: z.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** What clients of the API keep here and we do not look at. */
  extra: metadataSchema,
});
export type Recipe = z.infer<typeof recipeSchema>;

/** What people say of a recipe, with the labels and attributes of its ontology. */
export const recipeContentSchema = recipeSchema.pick({
  title: true,
  instructions: true,
  tools: true,
  labels: true,
  attributes: true,
});
export type RecipeContent = z.infer<typeof recipeContentSchema>;

/**
 * Default label colours: the eight of Okabe and Ito (2008), "Color Universal Design", which stay apart for the
 * common kinds of colour blindness; black is left out because it vanishes on dark pictures.
 */
export const SAFE_PALETTE = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
] as const;
