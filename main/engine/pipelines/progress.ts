/** How far executions have come that run: what somebody has told of them, or what the job that they are says. */
import type { Execution, ExecutionReport, NodeProgress } from '#core/model/cycle.ts';
import { nodeIdSchema } from '#core/model/ids.ts';
import type { EngineContext } from '../context.ts';
import { listReported } from '../db/queries/execution-pages.ts';
import { findWorkById } from '../db/queries/executions.ts';
import { listNodeKeys } from '../db/queries/nodes.ts';

/** With how far it has come, when its job knows and nobody has told. */
export function withProgress(ctx: EngineContext, execution: Execution): Execution {
  if (execution.state !== 'running' || execution.report) return execution;
  const job = ctx.jobs.list().find(({ id }) => id === (execution.id as string));
  const percent = job ? percentOf(job) : null;
  return percent === null ? execution : { ...execution, report: { percent, message: null } };
}

/** By node; nodes in which nothing tells are left out. */
export function progressByNode(ctx: EngineContext, pipelineId: string): NodeProgress[] {
  const nodes = new Map<number, Map<number, ExecutionReport>>();
  const add = (node: number, execution: number, report: ExecutionReport) => {
    const found = nodes.get(node) ?? new Map<number, ExecutionReport>();
    nodes.set(node, found.set(execution, report));
  };
  for (const job of ctx.jobs.list()) {
    // Other jobs have ids of other things.
    const work = job.kind === 'split' || job.kind === 'step' ? findWorkById(ctx.db, job.id) : null;
    const percent = percentOf(job);
    if (work && percent !== null) add(work.node, work.key, { percent, message: null });
  }
  const keys = [...listNodeKeys(ctx.db, pipelineId)];
  for (const row of listReported(
    ctx.db,
    keys.map(([, key]) => key),
  )) {
    add(row.node, row.key, row);
  }
  return keys.flatMap(([id, key]): NodeProgress[] => {
    const reports = [...(nodes.get(key)?.values() ?? [])];
    if (reports.length === 0) return [];
    const percents = reports.flatMap(({ percent }) => percent ?? []);
    const sum = percents.reduce((total, percent) => total + percent, 0);
    return [
      {
        nodeId: nodeIdSchema.parse(id),
        count: reports.length,
        percent: percents.length === 0 ? null : sum / percents.length,
        message: reports.at(-1)?.message ?? null,
      },
    ];
  });
}

function percentOf({ done, total }: { readonly done: number; readonly total: number | null }): number | null {
  return total === null || total <= 0 ? null : Math.min(100, (100 * done) / total);
}
