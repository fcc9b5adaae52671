/** What keeps an execution from being begun that is nobody's decision. */
import type { ExecutionState } from '#core/model/cycle.ts';
import type { EngineContext } from '../context.ts';
import { waitingForDisk } from '../jobs/disk.ts';
import type { Graphs } from '../jobs/graphs.ts';

type Queued = {
  readonly state: ExecutionState;
  readonly pipelineId: string;
  readonly version: number;
} & ({ readonly node: number } | { readonly nodeId: string });

/** Why work that makes files waits in the queue, as words; null when the disk does not keep it waiting. */
export function waitingForRoom(ctx: EngineContext, graphs: Graphs, execution: Queued): string | null {
  if (execution.state !== 'queued' || !ctx.disk.low()) return null;
  const plan = graphs(execution.pipelineId, execution.version);
  const node = 'node' in execution ? plan.byKey.get(execution.node) : plan.nodes.get(execution.nodeId);
  return node?.lane === 'media' ? waitingForDisk(ctx.disk.room()) : null;
}
