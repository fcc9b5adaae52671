/** Triggers over the life of a pipeline: an install sets them up, a pause may silence them, a person switches them. */
import { SluiceError } from '#core/errors.ts';
import type { PipelineId, ProjectId } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { settingsOf } from '#core/pipeline/settings.ts';
import { runnableOf } from '#core/pipeline/specs.ts';
import { listDatasets } from '../db/queries/projects.ts';
import {
  clearTriggersDue,
  endSilence,
  findSilence,
  findTriggerState,
  lastItemRow,
  NEW_TRIGGER,
  saveSilence,
  saveTriggerState,
  type TriggerState,
} from '../db/queries/triggers.ts';
import { type Listeners, listenersOf } from '../jobs/listeners.ts';
import { firstTime } from '../jobs/times.ts';
import { storageOf } from '../nodes/dataset-config.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { addCommand } from './commands.ts';
import type { ExistingSpec } from './existing.ts';

/**
 * From its first install on a trigger listens. What was there before starts then, and only then, when the node says so;
 * what came in a pause, while it was silent, starts now.
 */
export function installTriggers(tx: Tx, plan: RunPlan): void {
  const silence = findSilence(tx.db, plan.pipelineId);
  const upTo = lastItemRow(tx.db);
  const nodes = startNodes(plan).map((node) => ({ node, before: findTriggerState(tx.db, node.key) }));
  endSilence(tx.db, plan.pipelineId);
  clearTriggersDue(tx.db, plan.pipelineId);
  for (const { node, before } of nodes) {
    const { events, times } = listenersAt(plan, node);
    const existing = existingOf(tx, plan, node);
    if (events.length === 0 && times.length === 0 && !existing) continue;
    const state = before ?? NEW_TRIGGER;
    const since = state.since ?? upTo;
    const loaded = state.loaded || existing !== null;
    const dueAt = dueAtInstall(tx.now, state, times, silence !== null);
    saveTriggerState(tx.db, node.key, { ...state, since, loaded, dueAt });
    const once = events.every((one) => one.executionMode === 'Once');
    if (existing && !state.loaded) {
      addExisting(tx, plan, node, { filter: existing.filter, once, since: 0, upTo: since, late: false });
    }
    if (silence === null || state.since === null || !state.active) continue;
    for (const { filter, executionMode } of events.filter((one) => hearsNewItems(one))) {
      const range = { since: Math.max(silence, since), upTo, late: true };
      addExisting(tx, plan, node, { ...range, filter, once: executionMode === 'Once' });
    }
  }
}

function hearsNewItems({ resource, hears }: Listeners['events'][number]): boolean {
  return resource === 'Item' && hears.includes('Created');
}

/** Each once, however many triggers it has. */
function startNodes(plan: RunPlan): RunNode[] {
  const ids = new Set<string>(plan.graph.startNodes.map((start) => start.nodeId));
  return [...ids].flatMap((id) => plan.nodes.get(id) ?? []);
}

function listenersAt(plan: RunPlan, node: RunNode): Listeners {
  const { events, times } = listenersOf(plan);
  const here = (one: { readonly nodeId: string }) => one.nodeId === node.id;
  return { events: events.filter(here), times: times.filter(here) };
}

/** Times of a pause are not made up for; a time that has just come, and is only not looked at yet, is not lost. */
function dueAtInstall(
  now: number,
  { active, dueAt }: TriggerState,
  times: Listeners['times'],
  wasSilent: boolean,
): number | null {
  if (!active || times.length === 0) return null;
  return !wasSilent && dueAt !== null && dueAt <= now ? dueAt : firstTime(times, now);
}

/** Whether the node runs the items that are in its dataset at the first install, and which. */
function existingOf(tx: Tx, plan: RunPlan, node: RunNode): { filter: string } | null {
  const trigger = storageOf(tx.db, plan, node)?.triggerToPipeline;
  return trigger?.active === true ? { filter: trigger.filter ?? '' } : null;
}

type Range = Pick<ExistingSpec, 'filter' | 'once' | 'since' | 'upTo' | 'late'>;

/** Of the dataset of a dataset node, else of every dataset of the project. */
function addExisting(tx: Tx, plan: RunPlan, node: RunNode, range: Range): void {
  if (range.upTo <= range.since) return;
  const storage = storageOf(tx.db, plan, node);
  const datasets =
    runnableOf(node.node) === 'storage'
      ? [storage?.datasetId ?? []].flat()
      : listDatasets(tx.db, plan.projectId as ProjectId).map((dataset) => dataset.id);
  for (const datasetId of datasets) {
    const spec = { ...range, nodeId: node.id, datasetId, dir: storage?.dir ?? null };
    addCommand(tx, plan.pipelineId as PipelineId, { type: 'existing', spec }, 0);
  }
}

/** At a pause. Triggers that are kept go on: their cycles wait for the next install. */
export function pauseTriggers(tx: Tx, pipeline: Pipeline, keep: boolean | undefined): void {
  const setting = pipeline.settings['keepTriggersActive'] ?? settingsOf(pipeline.graph).keepTriggersActive;
  if (keep ?? setting === true) return;
  saveSilence(tx.db, pipeline.id, lastItemRow(tx.db));
  clearTriggersDue(tx.db, pipeline.id);
}

/**
 * Switches the triggers of a node off or on again. What happens meanwhile is not made up for.
 * @throws SluiceError `not-found` when the node has none.
 */
export function switchTriggers(tx: Tx, plan: RunPlan, nodeId: string, active: boolean): void {
  const node = startNodes(plan).find((one) => one.id === nodeId);
  const { events, times } = node ? listenersAt(plan, node) : { events: [], times: [] };
  if (!node || events.length + times.length === 0) {
    throw new SluiceError('not-found', 'This node has no trigger.', { nodeId });
  }
  const state = findTriggerState(tx.db, node.key) ?? NEW_TRIGGER;
  if (state.active === active) return;
  const listens = state.since !== null && findSilence(tx.db, plan.pipelineId) === null;
  const dueAt = active && listens ? firstTime(times, tx.now) : null;
  saveTriggerState(tx.db, node.key, { ...state, active, dueAt });
  const text = `Trigger of "${node.node.name}" switched ${active ? 'on' : 'off'}`;
  tx.explain({ kind: 'trigger-switched', pipelineId: plan.pipelineId, nodeId, text });
  tx.changes.pipeline(plan.pipelineId);
}
