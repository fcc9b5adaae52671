/**
 * What is said of an object besides its label, shape and attributes. The parent is where the reference system keeps it,
 * in `metadata.system.parentId`; the rest, for which it has no words, is in `metadata.user.sluice` and travels with the
 * annotation. Whether an object is hidden is a matter of the view and is not stored.
 */
import { z } from 'zod';
import type { Annotation } from './annotation.ts';
import type { Metadata } from './common.ts';
import { type AnnotationId, annotationIdSchema } from './ids.ts';

/** From the object that has it to another one of the same item. */
const relationSchema = z.object({ to: annotationIdSchema, label: z.string().max(200) });
export type Relation = Readonly<z.infer<typeof relationSchema>>;

/** Of `metadata.user.sluice`; what does not fit counts as not said, and keys of later versions are kept. */
const ownFlagsSchema = z.looseObject({
  /** Partly behind something else, or beyond the picture. */
  occluded: z.boolean().default(false).catch(false),
  /** No tool changes it. */
  locked: z.boolean().default(false).catch(false),
  /** Drawn above those with a smaller one; objects of the same are drawn in the order of their creation. */
  z: z.int().min(-1_000_000).max(1_000_000).default(0).catch(0),
  /** Objects of one item with the same belong together. */
  groupId: z.string().min(1).max(100).nullable().default(null).catch(null),
  /** Which one of its kind it is, across the items of a dataset. */
  instanceId: z.string().min(1).max(200).nullable().default(null).catch(null),
  relations: z.array(relationSchema).max(1000).default([]).catch([]),
});

export type ObjectFlags = Readonly<
  Pick<
    z.infer<typeof ownFlagsSchema>,
    'occluded' | 'locked' | 'z' | 'groupId' | 'instanceId' | 'relations'
  > & {
    /** The object that this one is a part of. */
    parentId: AnnotationId | null;
  }
>;

export type WithFlags = Pick<Annotation, 'metadata'>;

/** Of an object of which nothing is said. */
export const NO_FLAGS: ObjectFlags = {
  occluded: false,
  locked: false,
  z: 0,
  groupId: null,
  instanceId: null,
  relations: [],
  parentId: null,
};

export function flagsOf({ metadata }: WithFlags): ObjectFlags {
  const own = inside(inside(metadata, 'user'), 'sluice');
  const system = inside(metadata, 'system');
  if (!own && system?.['parentId'] === undefined) return NO_FLAGS;
  const { occluded, locked, z: depth, groupId, instanceId, relations } = ownFlagsSchema.parse(own ?? {});
  const parent = annotationIdSchema.safeParse(system?.['parentId']);
  const parentId = parent.success ? parent.data : null;
  return { occluded, locked, z: depth, groupId, instanceId, relations, parentId };
}

/** The same as in `flagsOf`, for loops over all objects of an item. */
export function depthOf({ metadata }: WithFlags): number {
  const depth = inside(inside(metadata, 'user'), 'sluice')?.['z'];
  return typeof depth === 'number' ? depth : 0;
}

export function isLocked(annotation: WithFlags): boolean {
  return inside(inside(annotation.metadata, 'user'), 'sluice')?.['locked'] === true;
}

/**
 * The metadata with other flags; undefined when nothing is left to say. Flags that have the value of `NO_FLAGS` are not
 * written, so that setting one and clearing it again leaves what was there.
 */
export function withFlags(
  metadata: Metadata | undefined,
  change: Partial<ObjectFlags>,
): Metadata | undefined {
  const { parentId, ...own } = change;
  const user = inside(metadata, 'user') ?? {};
  const flags = laid(inside(user, 'sluice') ?? {}, own);
  const system = inside(metadata, 'system') ?? {};
  return orUndefined(
    laid(metadata ?? {}, {
      user: orUndefined(laid(user, { sluice: orUndefined(flags) })),
      ...('parentId' in change ? { system: orUndefined(laid(system, { parentId })) } : {}),
    }),
  );
}

function inside(outer: unknown, key: string): Metadata | undefined {
  if (!isRecord(outer)) return undefined;
  const value = outer[key];
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys laid over the others; one with nothing to say takes its key away. */
function laid(base: Metadata, over: Metadata): Metadata {
  const left = Object.entries({ ...base, ...over }).filter(
    ([key, value]) => !(key in over && saysNothing(value)),
  );
  return Object.fromEntries(left);
}

function saysNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0) return true;
  return Array.isArray(value) && value.length === 0;
}

function orUndefined(record: Metadata): Metadata | undefined {
  return Object.keys(record).length === 0 ? undefined : record;
}
