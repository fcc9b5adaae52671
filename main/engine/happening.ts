/** What triggers and scripts hear of. */
import type { Entity } from '#core/filters/match.ts';

/** Something that happened to an entity, which may start cycles. */
export type Happening = {
  readonly resource: 'Item' | 'Annotation' | 'ItemStatus' | 'Task' | 'Assignment' | 'Dataset';
  readonly action: 'Created' | 'Updated' | 'Deleted' | 'Clone' | 'statusChanged' | 'taskAssigned';
  /** Of the entity: an item status has its item's. */
  readonly id: string;
  /** The execution that did it; absent when a person or an import did. */
  readonly cause?: { readonly pipelineId: string; readonly cycle: number };
  /** The entity as it was, as filters see it: for one that cannot be read any more. */
  readonly gone?: Entity;
};
