/**
 * From what a model found to what is worth keeping; the same for every model. Pure.
 */
import { type Box, boxFromCorners, boxProblem, roundBox } from '#core/geometry/box.ts';
import { clampPoint, type Size } from '#core/geometry/plane.ts';
import type { FoundAnnotation, ModelInfo, PredictConfig } from './model.ts';

/** The settings of a request that decide what is kept. */
export type Keep = Required<Pick<PredictConfig, 'labels' | 'maxAnnotations'>> & {
  /** 0 to 1 */
  readonly confidence: number;
};

/**
 * The annotations to keep, the surest first: sure enough, under the label that is wanted for their class, on the
 * picture (boxes are cut at its border, to a hundredth of a pixel), and not too many.
 */
export function keepPredictions(
  found: readonly FoundAnnotation[],
  picture: Size,
  keep: Keep,
): FoundAnnotation[] {
  const kept: FoundAnnotation[] = [];
  for (const { label, confidence, box } of found) {
    const wanted = Object.hasOwn(keep.labels, label) ? keep.labels[label] : label;
    const cut = cutBox(box, picture);
    if (confidence >= keep.confidence && typeof wanted === 'string' && cut) {
      kept.push({ label: wanted, confidence, box: cut });
    }
  }
  return kept.sort(bySureness).slice(0, keep.maxAnnotations);
}

/** `metadata.user` of an annotation that a model made, as Dataloop writes it. */
export function predictionMetadata(model: Pick<ModelInfo, 'id' | 'title'>, confidence: number) {
  return { model: { name: model.title, model_id: model.id, confidence } };
}

function cutBox(box: Box, picture: Size): Box | null {
  const from = clampPoint({ x: box.left, y: box.top }, picture);
  const to = clampPoint({ x: box.right, y: box.bottom }, picture);
  const cut = roundBox(boxFromCorners(from, to));
  return boxProblem(cut, picture) === 'empty' ? null : cut;
}

/** Equally sure ones from top to bottom and left to right: the order must not hang on how they were found. */
function bySureness(a: FoundAnnotation, b: FoundAnnotation): number {
  return b.confidence - a.confidence || a.box.top - b.box.top || a.box.left - b.box.left;
}
