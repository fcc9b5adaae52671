import { type AnnotationId, annotationIdSchema, type ItemId, itemIdSchema } from '#core/model/ids.ts';

const hex = (number: number) => number.toString(16).padStart(24, '0');

export const annotationId = (number: number): AnnotationId => annotationIdSchema.parse(hex(number));
export const itemId = (number: number): ItemId => itemIdSchema.parse(hex(number));
