/** Versions of graphs, ready to run. A version never changes, so each is made ready once. */
import { SluiceError } from '#core/errors.ts';
import type { GraphNode } from '#core/model/graph.ts';
import { compilePlan } from '#core/pipeline/plan.ts';
import type { ReadableDb } from '../db/driver.ts';
import { listNodeKeys } from '../db/queries/nodes.ts';
import { findPipelineHead, readGraph } from '../db/queries/pipelines.ts';
import type { NodeRunner, RunNode, RunPlan } from '../nodes/node.ts';

/**
 * What runs a node; null for one that does not run on this computer: it stays in the graph, and fails when something
 * comes to it. Handed in, as nodes know the runner's steps.
 */
export type RunnerOf = (node: GraphNode) => NodeRunner | null;

export type Graphs = (pipelineId: string, version: number) => RunPlan;

/** @throws (the function it answers) SluiceError `not-found` when there is no such pipeline. */
export function createGraphs(db: ReadableDb, runnerOf: RunnerOf): Graphs {
  const known = new Map<string, RunPlan>();
  /** Asked for several times a step, nearly always for the same one. */
  let last: RunPlan | null = null;
  return (pipelineId, version) => {
    if (last?.pipelineId === pipelineId && last.version === version) return last;
    const key = `${pipelineId} ${version}`;
    let plan = known.get(key);
    if (!plan) {
      plan = prepare(db, runnerOf, pipelineId, version);
      known.set(key, plan);
    }
    last = plan;
    return plan;
  };
}

function prepare(db: ReadableDb, runnerOf: RunnerOf, pipelineId: string, version: number): RunPlan {
  const head = findPipelineHead(db, pipelineId);
  if (!head) throw new SluiceError('not-found', 'This pipeline is not there any more.', { pipelineId });
  const keys = listNodeKeys(db, pipelineId);
  const plan = compilePlan(readGraph(db, pipelineId, version));
  const nodes = new Map<string, RunNode>();
  for (const planNode of plan.nodes.values()) {
    const { node } = planNode;
    const runner = runnerOf(node);
    nodes.set(planNode.id, {
      id: planNode.id,
      key: keys.get(planNode.id) ?? 0,
      node,
      plan: planNode,
      lane: runner?.lane ?? 'inline',
      runner,
    });
  }
  return {
    pipelineId,
    projectId: head.projectId,
    version,
    graph: plan.graph,
    nodes,
    byKey: new Map([...nodes.values()].map((node) => [node.key, node])),
  };
}

/** @throws SluiceError `not-found` when the version has no such node. */
export function runNode(plan: RunPlan, nodeId: string): RunNode {
  const node = plan.nodes.get(nodeId);
  if (node) return node;
  throw new SluiceError('not-found', `The pipeline has no node ${nodeId}.`, { nodeId });
}

/** Why a node fails when something comes to it. */
export function notHere({ node }: RunNode): SluiceError {
  const text = `"${node.name}" is of type ${node.type}, which does not run on this computer.`;
  return new SluiceError('unsupported', text, { nodeId: node.id });
}

/** @throws SluiceError `not-found` when the version has no such node. */
export function runNodeByKey(plan: RunPlan, key: number): RunNode {
  const node = plan.byKey.get(key);
  if (node) return node;
  throw new SluiceError('not-found', 'The node is not in this version of the pipeline.', { node: key });
}
