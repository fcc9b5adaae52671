/** An event of the log as a sentence, with the connections it tells of looked up in the version that decided. */
import type { ExplainedEvent, ExplainedRoute } from '#core/model/explanation.ts';
import { itemIdSchema, pipelineIdSchema } from '#core/model/ids.ts';
import { cycleIdOf, executionIdOf } from '#core/model/run-ids.ts';
import type { ReadableDb } from '../db/driver.ts';
import type { RouteNote, StoredEvent } from '../db/queries/events.ts';
import { findPipelineHead } from '../db/queries/pipelines.ts';
import type { Graphs } from '../jobs/graphs.ts';
import type { RunPlan } from '../nodes/node.ts';
import { MACHINE } from '../unit.ts';

export function explainEvent(db: ReadableDb, graphs: Graphs, event: StoredEvent): ExplainedEvent {
  const head = event.pipelineId ? findPipelineHead(db, event.pipelineId) : null;
  const version = event.version ?? (head?.installedVersion || head?.version) ?? null;
  const plan = head && version !== null ? graphs(head.id, version) : null;
  const node = event.nodeId ? plan?.nodes.get(event.nodeId) : undefined;
  const notes: readonly RouteNote[] = event.routes ? JSON.parse(event.routes) : [];
  const routes = plan ? notes.map((note) => explainRoute(plan, note)) : [];
  const nodeName = node?.node.name ?? null;
  return {
    seq: event.seq,
    at: event.at,
    actor: event.actor ?? MACHINE,
    kind: event.kind,
    text: sentence(event, nodeName, routes),
    itemId: event.itemId === null ? null : itemIdSchema.parse(event.itemId),
    pipelineId: event.pipelineId === null ? null : pipelineIdSchema.parse(event.pipelineId),
    pipelineName: head?.name ?? null,
    version: event.version,
    nodeId: event.nodeId,
    nodeName,
    cycleId: event.cycle === null || event.cycleAt === null ? null : cycleIdOf(event.cycle, event.cycleAt),
    executionId:
      event.execution === null || event.executionAt === null
        ? null
        : executionIdOf(event.execution, event.executionAt),
    routes,
  };
}

function explainRoute(plan: RunPlan, [index, taken, passed, reason]: RouteNote): ExplainedRoute {
  const connection = plan.graph.connections[index];
  const target = connection ? plan.nodes.get(connection.tgt.nodeId) : undefined;
  return {
    connection: index,
    targetId: target?.id ?? null,
    targetName: target?.node.name ?? null,
    action: connection?.action ?? null,
    condition: connection?.condition ?? null,
    taken,
    passed,
    reason,
  };
}

/** Events whose text stands by itself; the others tell what a node did. */
const OF_A_NODE: readonly string[] = ['done', 'decided', 'parked', 'failed', 'emitted'];

function sentence(event: StoredEvent, nodeName: string | null, routes: readonly ExplainedRoute[]): string {
  if (event.kind === 'passed-by') {
    const [route] = routes;
    return `"${nodeName}" did not send it to "${route?.targetName}": ${route?.reason}`;
  }
  if (event.kind === 'emitted') return `"${nodeName}" has let out ${event.text} so far`;
  // Errors of a node mostly name it themselves.
  const isNamed = nodeName !== null && event.text.startsWith(`"${nodeName}"`);
  const subject = nodeName !== null && !isNamed && OF_A_NODE.includes(event.kind) ? `"${nodeName}": ` : '';
  const where = event.kind === 'done' || event.kind === 'decided' ? `; ${goal(routes)}` : '';
  return `${subject}${event.text}${where}`;
}

function goal(routes: readonly ExplainedRoute[]): string {
  const taken = routes.filter((route) => route.taken > 0);
  if (taken.length > 0) {
    const names = taken.map((one) => `"${one.targetName}"${one.taken > 1 ? ` (${one.taken})` : ''}`);
    return `on to ${[...new Set(names)].join(' and ')}`;
  }
  const [first] = routes;
  return first ? `not to "${first.targetName}": ${first.reason}` : 'the end of its way';
}
