/** A recipe: what may be labelled, with which labels, colours and tools. */
import { z } from 'zod';
import { nameSchema, timeSchema } from './common.ts';
import { projectIdSchema, recipeIdSchema } from './ids.ts';

export const TOOLS = ['box'] as const;
export const toolSchema = z.enum(TOOLS);
export type Tool = z.infer<typeof toolSchema>;

export const labelSchema = z.object({
  /** Dot path of the label in its tree, e.g. "vehicle.car"; what annotations store. */
  name: z.string().trim().min(1).max(200),
  color: z.string().regex(/^#[0-9a-f]{6}$/i, 'must look like #1f77b4'),
});
export type Label = z.infer<typeof labelSchema>;

export const recipeSchema = z.object({
  id: recipeIdSchema,
  projectId: projectIdSchema,
  title: nameSchema,
  /** In the order of their number keys. */
  labels: z.array(labelSchema).max(1000),
  tools: z.array(toolSchema),
  instructions: z.string().max(20_000),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Recipe = z.infer<typeof recipeSchema>;

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
