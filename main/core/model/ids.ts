/**
 * Ids are 24 lower-case hex characters: 12 of milliseconds since 1970, then 12 that keep order within one
 * millisecond and are random beyond it. They therefore sort by creation time as plain text, which is what
 * keyset paging (and clients that page by id) rely on, and look like the reference API's object ids.
 */
import { z } from 'zod';

const hexId = z.string().regex(/^[0-9a-f]{24}$/, 'must be 24 hexadecimal characters');

export const projectIdSchema = hexId.brand<'ProjectId'>();
export const datasetIdSchema = hexId.brand<'DatasetId'>();
export const itemIdSchema = hexId.brand<'ItemId'>();
/** Clients see folders as items: their ids are asked for in the same places. */
export const folderIdSchema = hexId.brand<'FolderId'>();
export const annotationIdSchema = hexId.brand<'AnnotationId'>();
export const changeSetIdSchema = hexId.brand<'ChangeSetId'>();
export const issueIdSchema = hexId.brand<'IssueId'>();
export const recipeIdSchema = hexId.brand<'RecipeId'>();
export const ontologyIdSchema = hexId.brand<'OntologyId'>();
export const taskIdSchema = hexId.brand<'TaskId'>();
export const assignmentIdSchema = hexId.brand<'AssignmentId'>();
export const pipelineIdSchema = hexId.brand<'PipelineId'>();
export const cycleIdSchema = hexId.brand<'CycleId'>();
export const executionIdSchema = hexId.brand<'ExecutionId'>();
export const watchedFolderIdSchema = hexId.brand<'WatchedFolderId'>();
export const jobIdSchema = hexId.brand<'JobId'>();
export const commandIdSchema = hexId.brand<'CommandId'>();
export const tokenIdSchema = hexId.brand<'TokenId'>();
/** Node ids come from pipeline JSON written by people and other tools: any non-empty text. */
export const nodeIdSchema = z.string().min(1).max(200).brand<'NodeId'>();

export type ProjectId = z.infer<typeof projectIdSchema>;
export type DatasetId = z.infer<typeof datasetIdSchema>;
export type ItemId = z.infer<typeof itemIdSchema>;
export type FolderId = z.infer<typeof folderIdSchema>;
export type AnnotationId = z.infer<typeof annotationIdSchema>;
export type ChangeSetId = z.infer<typeof changeSetIdSchema>;
export type IssueId = z.infer<typeof issueIdSchema>;
export type RecipeId = z.infer<typeof recipeIdSchema>;
export type OntologyId = z.infer<typeof ontologyIdSchema>;
export type TaskId = z.infer<typeof taskIdSchema>;
export type AssignmentId = z.infer<typeof assignmentIdSchema>;
export type PipelineId = z.infer<typeof pipelineIdSchema>;
export type CycleId = z.infer<typeof cycleIdSchema>;
export type ExecutionId = z.infer<typeof executionIdSchema>;
export type WatchedFolderId = z.infer<typeof watchedFolderIdSchema>;
export type JobId = z.infer<typeof jobIdSchema>;
export type CommandId = z.infer<typeof commandIdSchema>;
export type TokenId = z.infer<typeof tokenIdSchema>;
export type NodeId = z.infer<typeof nodeIdSchema>;

/**
 * A source of ids from a clock and randomness. Two ids of one source never compare out of order, even when the
 * clock stands still or steps back: the counter part goes on from the last id.
 */
export function createIds(now: () => number, random: () => number): { next(): string } {
  let lastTime = 0;
  let low = 0;
  return {
    next() {
      const time = Math.max(now(), lastTime);
      if (time > lastTime) {
        lastTime = time;
        // Leaves the top bit free, so that counting up within one millisecond cannot overflow in practice.
        low = Math.floor(random() * 0x7fff_ffff_ffff);
      } else {
        low += 1 + Math.floor(random() * 0xff);
      }
      return time.toString(16).padStart(12, '0') + low.toString(16).padStart(12, '0');
    },
  };
}
