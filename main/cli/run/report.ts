/** What a run has come to. */
import type { Caller } from '#contract/index.ts';
import { facts, table } from '../output.ts';
import type { Prepared } from './prepare.ts';

export type RunReport = {
  readonly workspace: string;
  readonly project: { readonly id: string; readonly name: string };
  readonly pipeline: { readonly id: string; readonly name: string };
  /** Items that are new by this run's inputs. */
  readonly items: number;
  /** Inputs that could not be read, with the reason. */
  readonly problems: readonly string[];
  readonly cycles: {
    readonly inProgress: number;
    readonly success: number;
    readonly failed: number;
    readonly terminated: number;
  };
  readonly nodes: readonly {
    readonly id: string;
    readonly name: string;
    readonly waiting: number;
    readonly success: number;
    readonly failed: number;
  }[];
  /** Executions that wait for people. */
  readonly waiting: number;
  readonly failed: number;
  readonly seconds: number;
};

export async function reportRun(
  call: Caller,
  prepared: Prepared,
  run: Pick<RunReport, 'workspace' | 'items' | 'problems' | 'seconds'>,
): Promise<RunReport> {
  const { counts, graph, id, name } = await call('pipelines.get', { pipelineId: prepared.pipeline.id });
  const nodes = graph.nodes.map((node) => {
    const count = counts.nodes.find((one) => one.nodeId === node.id);
    return {
      id: node.id,
      name: node.name,
      waiting: count?.parked ?? 0,
      success: count?.success ?? 0,
      failed: count?.failed ?? 0,
    };
  });
  return {
    workspace: run.workspace,
    project: { id: prepared.project.id, name: prepared.project.name },
    pipeline: { id, name },
    items: run.items,
    problems: run.problems,
    cycles: counts.cycles,
    nodes,
    waiting: nodes.reduce((sum, node) => sum + node.waiting, 0),
    failed: nodes.reduce((sum, node) => sum + node.failed, 0),
    seconds: run.seconds,
  };
}

/** The report as a person reads it. */
export function describeRun(report: RunReport): string {
  const summary = facts([
    ['workspace', report.workspace],
    ['project', report.project.name],
    ['pipeline', report.pipeline.name],
    ['new items', report.items],
    ['cycles', Object.values(report.cycles).reduce((sum, count) => sum + count, 0)],
    ['waiting for people', report.waiting],
    ['failed', report.failed + report.problems.length],
    ['seconds', report.seconds],
  ]);
  const nodes = table(
    ['node', 'done', 'waiting', 'failed'],
    report.nodes.map((node) => [node.name, node.success, node.waiting, node.failed]),
  );
  return `${summary}\n\n${nodes}`;
}
