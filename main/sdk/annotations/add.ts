/** Adding annotations to an item, as many at a time as servers take (reference section 2.5). */
import type { z } from 'zod';
import type { annotationReply } from '#core/formats/dataloop/replies.ts';
import type { Context } from '../context.ts';
import { pathOf } from '../named.ts';
import type { Cancel, Json } from '../transport.ts';

export type AnnotationJson = z.output<typeof annotationReply>;

/** Annotations of one request. */
const BATCH = 100;

/** @returns them as they are now, in order. */
export async function addAnnotations(
  { transport }: Context,
  itemId: string,
  annotations: readonly Json[],
  { signal }: Cancel = {},
): Promise<AnnotationJson[]> {
  const added: AnnotationJson[] = [];
  for (let at = 0; at < annotations.length; at += BATCH) {
    const json = annotations.slice(at, at + BATCH);
    added.push(
      ...(await transport.request<AnnotationJson[]>('POST', pathOf('items', itemId, 'annotations'), {
        json,
        signal,
      })),
    );
  }
  return added;
}
