/** Makes news of what a transaction did, inside of it: later the rows may have gone on. */
import type { CycleId, DatasetId } from '#core/model/ids.ts';
import { cycleIdOf } from '#core/model/run-ids.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findAnnotation } from '../db/queries/annotations.ts';
import type { CycleHead } from '../db/queries/cycles.ts';
import { findItem } from '../db/queries/items.ts';
import { findPipelineHead } from '../db/queries/pipelines.ts';
import { findDataset } from '../db/queries/projects.ts';
import { findTask } from '../db/queries/tasks.ts';
import type { Happening } from '../happening.ts';
import type { News, NewsType } from './news.ts';

/** A clone is told as a new item or annotation, too: once is enough. */
const TYPES: Readonly<Record<string, NewsType>> = {
  'Item Created': 'item.created',
  'Item Updated': 'item.updated',
  'Item Deleted': 'item.deleted',
  'ItemStatus Updated': 'item.status',
  'ItemStatus taskAssigned': 'item.assigned',
  'Annotation Created': 'annotation.created',
  'Annotation Updated': 'annotation.updated',
  'Annotation Deleted': 'annotation.deleted',
  'Task Created': 'task.created',
  'Task Updated': 'task.updated',
  'Task statusChanged': 'task.status',
  'Dataset Created': 'dataset.created',
  'Dataset Updated': 'dataset.updated',
  'Dataset Deleted': 'dataset.deleted',
};

/** @param ended cycles that came to their end in the transaction. @param now milliseconds. */
export function newsOf(
  db: ReadableDb,
  { happenings, ended, now }: { happenings: readonly Happening[]; ended: readonly CycleHead[]; now: number },
): News[] {
  const at = new Date(now).toISOString();
  const projects = new Map<string, string | null>();

  function projectOf(datasetId: DatasetId): string | null {
    const known = projects.get(datasetId);
    if (known !== undefined) return known;
    const projectId = findDataset(db, datasetId)?.projectId ?? null;
    projects.set(datasetId, projectId);
    return projectId;
  }

  function ofItem(
    itemId: string,
  ): Pick<News, 'itemId' | 'datasetId' | 'projectId'> & { status: string | null } {
    const item = findItem(db, itemId);
    const datasetId = item?.datasetId ?? null;
    const projectId = item ? projectOf(item.datasetId) : null;
    return { itemId, datasetId, projectId, status: item?.status ?? null };
  }

  function placeOf({ resource, id, gone }: Happening): Omit<News, 'type' | 'id' | 'at'> {
    switch (resource) {
      case 'Item':
      case 'ItemStatus':
        return ofItem(id);
      case 'Annotation': {
        const itemId = findAnnotation(db, id)?.itemId ?? gone?.['itemId'];
        const { status: _, ...place } = ofItem(String(itemId));
        return place;
      }
      case 'Task': {
        const task = findTask(db, id);
        return {
          projectId: task?.projectId ?? null,
          datasetId: null,
          itemId: null,
          status: task?.status ?? null,
        };
      }
      case 'Dataset':
        return { projectId: projectOf(id as DatasetId), datasetId: id, itemId: null };
      case 'Assignment':
        return { projectId: null, datasetId: null, itemId: null };
    }
  }

  function ofCycle({ key, pipelineId, status, itemId, createdAt }: CycleHead): News {
    const id: CycleId = cycleIdOf(key, createdAt);
    const { datasetId } = itemId ? ofItem(itemId) : { datasetId: null };
    const projectId = findPipelineHead(db, pipelineId)?.projectId ?? null;
    return { type: 'cycle.ended', id, at, projectId, datasetId, itemId, pipelineId, status };
  }

  const told = happenings.flatMap((happening): News[] => {
    const type = TYPES[`${happening.resource} ${happening.action}`];
    return type ? [{ type, id: happening.id, at, ...placeOf(happening) }] : [];
  });
  return [...told, ...ended.map(ofCycle)];
}
