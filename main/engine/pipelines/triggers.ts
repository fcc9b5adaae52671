/** What an install does for the triggers of a graph. */
import type { PipelineId } from '#core/model/ids.ts';
import { runnableOf } from '#core/pipeline/specs.ts';
import { findTriggerState, saveTriggerState } from '../db/queries/triggers.ts';
import { runNode } from '../jobs/graphs.ts';
import { datasetOf, listenersOf } from '../jobs/listeners.ts';
import { configOf } from '../nodes/config.ts';
import type { RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { addCommand } from './commands.ts';

/**
 * From its first install on a trigger listens. What came while the pipeline was paused starts now; what was there before
 * the first install starts then, and only then, when the node says so.
 */
export function installTriggers(tx: Tx, plan: RunPlan): void {
  for (const start of plan.graph.startNodes) {
    const { node } = runNode(plan, start.nodeId);
    const listener = listenersOf(plan.graph).find((one) => one.nodeId === node.id);
    const place = { pipelineId: plan.pipelineId, nodeId: node.id };
    const known = findTriggerState(tx.db, place);
    const existing = existingOf(plan, node.id);
    if (!listener && !existing) continue;
    const state = known ?? {
      since: tx.id(),
      loaded: false,
      firedAt: listener?.kind === 'cron' ? tx.now : null,
    };
    saveTriggerState(tx.db, place, {
      ...state,
      active: true,
      loaded: state.loaded || existing !== null,
    });
    const datasetId = datasetOf(node);
    if (datasetId === null) continue;
    const command = (filter: string, since: string, why: string) =>
      addCommand(
        tx,
        plan.pipelineId as PipelineId,
        { type: 'existing', spec: { datasetId, nodeId: node.id, filter, since, why } },
        0,
      );
    if (existing && !state.loaded) {
      command(existing.filter, '', 'Cycle started: was in the dataset at the first install');
    }
    const hearsItems = listener?.kind === 'event' && listener.resource === 'Item' && listener.mode === 'Once';
    if (known && hearsItems && listener.actions.includes('Created')) {
      command(listener.filter, known.since, 'Cycle started: came while the pipeline was paused');
    }
  }
}

/** Whether the node runs the items that are in its dataset at the first install, and which. */
function existingOf(plan: RunPlan, nodeId: string): { filter: string } | null {
  const { node } = runNode(plan, nodeId);
  if (runnableOf(node) !== 'storage') return null;
  const { triggerToPipeline } = configOf('storage', node);
  return triggerToPipeline?.active === true ? { filter: triggerToPipeline.filter ?? '' } : null;
}
