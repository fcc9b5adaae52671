/** Rules that the annotations of one picture must keep, without code: what a person sets in the node `annotations.rule`. */
import { z } from 'zod';
import { type Box, boxArea, boxInside } from '../geometry/box.ts';
import { boundsOf } from '../geometry/outline.ts';
import type { Size } from '../geometry/plane.ts';
import type { Annotation } from '../model/annotation.ts';
import { isBlank } from './attributes.ts';
import { boxesOf, crowding } from './overlap.ts';

const countSchema = z.int().min(0);
const areaSchema = z.number().min(0);
const shareSchema = z.number().min(0).max(1);
const labelSchema = z.string().min(1);

/** Every rule is optional; one that is absent is kept by anything. */
export const annotationRulesSchema = z.strictObject({
  /** Annotations on the picture. */
  minCount: countSchema.optional(),
  maxCount: countSchema.optional(),
  /** Each of these labels must be there at least once. */
  requiredLabels: z.array(labelSchema).optional(),
  forbiddenLabels: z.array(labelSchema).optional(),
  /** Square pixels of each box. */
  minAreaPixels: areaSchema.optional(),
  maxAreaPixels: areaSchema.optional(),
  /** Each box's area as a part of the picture's, 0 to 1. */
  minAreaShare: shareSchema.optional(),
  maxAreaShare: shareSchema.optional(),
  /** Intersection over union of two boxes with the same label, 0 to 1: more than this is too much. */
  maxOverlap: shareSchema.optional(),
  /** Attributes that must have a value; of every annotation when no label is named. */
  requiredAttributes: z
    .array(z.strictObject({ label: labelSchema.optional(), key: z.string().min(1) }))
    .optional(),
  /** True: no box may reach beyond the picture. */
  insidePicture: z.boolean().optional(),
});
export type AnnotationRules = Readonly<z.infer<typeof annotationRulesSchema>>;

export type CheckedAnnotation = Pick<Annotation, 'label' | 'geometry' | 'attributes'>;

export type RulesVerdict = {
  readonly passes: boolean;
  /** One sentence for a person per rule that is broken, in the order of the rules. Empty when all are kept. */
  readonly broken: readonly string[];
};

/** Culprits that a sentence names before it counts the others. */
const NAMED = 3;

/** Which rules the annotations of a picture break. `picture` is in upright pixels. */
export function checkAnnotations(
  rules: AnnotationRules,
  annotations: readonly CheckedAnnotation[],
  picture: Size,
): RulesVerdict {
  const broken = [
    ...countProblems(rules, annotations.length),
    ...labelProblems(rules, annotations),
    ...areaProblems(rules, annotations, picture),
    ...overlapProblems(rules, annotations),
    ...attributeProblems(rules, annotations),
    ...placeProblems(rules, annotations, picture),
  ];
  return { passes: broken.length === 0, broken };
}

function* countProblems({ minCount, maxCount }: AnnotationRules, count: number): Iterable<string> {
  const there = count === 0 ? 'There are none' : count === 1 ? 'There is 1' : `There are ${count}`;
  if (minCount !== undefined && count < minCount) {
    yield `Too few annotations: at least ${minCount} must be there. ${there}.`;
  }
  if (maxCount !== undefined && count > maxCount) {
    yield `Too many annotations: at most ${maxCount} may be there. ${there}.`;
  }
}

function* labelProblems(rules: AnnotationRules, annotations: readonly CheckedAnnotation[]): Iterable<string> {
  const present = new Set(annotations.map(({ label }) => label));
  const missing = [...new Set(rules.requiredLabels)].filter((label) => !present.has(label));
  if (missing.length > 0) yield `Nothing is labelled ${quoted(missing, 'or')}, which must be there.`;
  const forbidden = new Set(rules.forbiddenLabels);
  const culprits = annotations.filter(({ label }) => forbidden.has(label));
  const used = new Set(culprits.map(({ label }) => label));
  if (used.size > 0) yield `${quoted([...used], 'and')} must not be used: ${named(culprits)}.`;
}

function* areaProblems(
  rules: AnnotationRules,
  annotations: readonly CheckedAnnotation[],
  picture: Size,
): Iterable<string> {
  const { minAreaPixels, maxAreaPixels, minAreaShare, maxAreaShare } = rules;
  const all = picture.width * picture.height;
  const where = (test: (area: number) => boolean) =>
    boxesOf(annotations).filter(({ geometry }) => test(boxArea(geometry)));
  if (minAreaPixels !== undefined) {
    const small = where((area) => area < minAreaPixels);
    if (small.length > 0) yield `Smaller than ${number(minAreaPixels)} square pixels: ${named(small)}.`;
  }
  if (maxAreaPixels !== undefined) {
    const large = where((area) => area > maxAreaPixels);
    if (large.length > 0) yield `Larger than ${number(maxAreaPixels)} square pixels: ${named(large)}.`;
  }
  if (minAreaShare !== undefined) {
    const small = where((area) => area < minAreaShare * all);
    if (small.length > 0) yield `Smaller than ${percent(minAreaShare)} of the picture: ${named(small)}.`;
  }
  if (maxAreaShare !== undefined) {
    const large = where((area) => area > maxAreaShare * all);
    if (large.length > 0) yield `Larger than ${percent(maxAreaShare)} of the picture: ${named(large)}.`;
  }
}

function* overlapProblems(
  rules: AnnotationRules,
  annotations: readonly CheckedAnnotation[],
): Iterable<string> {
  const { maxOverlap } = rules;
  if (maxOverlap === undefined) return;
  const crowd = crowding(boxesOf(annotations), maxOverlap);
  if (!crowd) return;
  const { a, b, overlap } = crowd.worst;
  const rest = crowd.pairs - 1;
  const more = rest > 0 ? ` and ${rest} more such ${rest > 1 ? 'pairs' : 'pair'}` : '';
  yield `Boxes with the same label overlap by more than ${percent(maxOverlap)}: ` +
    `${nameOf(a)} and ${place(b.geometry)} by ${percent(overlap)}${more}.`;
}

function* attributeProblems(
  rules: AnnotationRules,
  annotations: readonly CheckedAnnotation[],
): Iterable<string> {
  for (const { label, key } of rules.requiredAttributes ?? []) {
    const without = annotations.filter(
      (annotation) =>
        (label === undefined || annotation.label === label) && isBlank(annotation.attributes[key]),
    );
    if (without.length > 0) yield `The attribute "${key}" has no value: ${named(without)}.`;
  }
}

function* placeProblems(
  rules: AnnotationRules,
  annotations: readonly CheckedAnnotation[],
  picture: Size,
): Iterable<string> {
  if (!rules.insidePicture) return;
  const beyond = annotations.filter(({ geometry }) => {
    const bounds = boundsOf(geometry);
    return bounds !== null && !boxInside(bounds, picture);
  });
  if (beyond.length > 0) {
    yield `Beyond the picture of ${picture.width} × ${picture.height} pixels: ${named(beyond)}.`;
  }
}

function named(culprits: readonly CheckedAnnotation[]): string {
  const rest = culprits.length - NAMED;
  const names = culprits.slice(0, NAMED).map(nameOf);
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : listed(names, 'and');
}

function nameOf({ label, geometry }: CheckedAnnotation): string {
  const bounds = boundsOf(geometry);
  return bounds ? `"${label}" at ${place(bounds)}` : `"${label}"`;
}

function place(box: Box): string {
  return `(${number(box.left)}, ${number(box.top)})`;
}

function quoted(words: readonly string[], joint: 'and' | 'or'): string {
  return listed(
    words.map((word) => `"${word}"`),
    joint,
  );
}

function listed(words: readonly string[], joint: 'and' | 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${joint} ${last}`;
}

function percent(share: number): string {
  return `${number(share * 100)} %`;
}

/** At most two digits after the point: for reading, not for reckoning. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
