/** Pipelines as a person reads them in a terminal. */
import type { Trigger } from '#contract/triggers.ts';
import type { Cycle } from '#core/model/cycle.ts';
import type { Connection, Graph } from '#core/model/graph.ts';
import type { Pipeline, PipelineStatistics, PipelineVersion } from '#core/model/pipeline.ts';
import { specOf } from '#core/pipeline/specs.ts';
import { facts, table } from '../output.ts';
import type { PlacedPipeline } from './find.ts';
import { short, when } from './text.ts';

export function describePipelines(pipelines: readonly PlacedPipeline[]): string {
  return table(
    ['id', 'pipeline', 'project', 'status', 'version', 'open', 'done', 'failed', 'ended'],
    pipelines.map(({ id, name, projectName, status, version, counts: { cycles } }) => [
      id,
      name,
      projectName,
      status,
      version,
      cycles.inProgress,
      cycles.success,
      cycles.failed,
      cycles.terminated,
    ]),
  );
}

export function describePipeline(
  pipeline: Pipeline,
  projectName: string,
  triggers: readonly Trigger[],
): string {
  const { graph, counts, variables } = pipeline;
  const head = facts([
    ['pipeline', pipeline.name],
    ['id', pipeline.id],
    ['project', projectName],
    ['status', pipeline.status],
    ['version', versionText(pipeline)],
    ...(pipeline.description ? ([['description', short(pipeline.description)]] as const) : []),
    ...startsOf(triggers).map((start) => ['starts', start] as const),
    ...(graph.variables ?? []).map(
      ({ name, value }) =>
        ['variable', `${name} = ${short(JSON.stringify(variables[name] ?? value ?? null))}`] as const,
    ),
  ]);
  const nodes = table(
    ['node', 'id', 'kind', 'queued', 'running', 'waiting', 'done', 'failed'],
    graph.nodes.map((node) => {
      const count = counts.nodes.find((one) => one.nodeId === node.id);
      const kind = specOf(node)?.kind ?? `${node.type} (does not run here)`;
      const { queued = 0, running = 0, parked = 0, success = 0, failed = 0 } = count ?? {};
      return [node.name, node.id, kind, queued, running, parked, success, failed];
    }),
  );
  const connections = table(
    ['from', 'to', 'decision', 'condition', 'items'],
    graph.connections.map((connection, index) => [
      nodeName(graph, connection.src.nodeId),
      nodeName(graph, connection.tgt.nodeId),
      connection.action ?? '',
      short(connection.condition ?? '', 60),
      counts.connections.find((one) => one.connection === index)?.items ?? 0,
    ]),
  );
  return [head, nodes, ...(graph.connections.length > 0 ? [connections] : [])].join('\n\n');
}

function versionText({ version, installedVersion }: Pipeline): string {
  if (installedVersion === version) return String(version);
  if (installedVersion === 0) return `${version}, never installed`;
  return `${version}; new cycles start on version ${installedVersion} until it is installed`;
}

export function nodeName(graph: Graph, nodeId: string): string {
  return graph.nodes.find((node) => node.id === nodeId)?.name ?? nodeId;
}

/** "Label → QA", for messages about a connection. */
export function connectionName(graph: Graph, connection: Connection | undefined): string {
  if (!connection) return '';
  return `${nodeName(graph, connection.src.nodeId)} → ${nodeName(graph, connection.tgt.nodeId)}`;
}

function startsOf(triggers: readonly Trigger[]): string[] {
  return triggers.length > 0 ? triggers.map(triggerText) : ['by hand'];
}

function triggerText(trigger: Trigger): string {
  const where = `at "${trigger.nodeName}"`;
  const rests = trigger.listening ? '' : trigger.active ? '; rests now' : '; switched off';
  if (trigger.kind === 'cron') {
    const next = trigger.nextAt === null ? '' : `, next ${when(trigger.nextAt)}`;
    return `${where} at the times ${trigger.cron}${next}${rests}`;
  }
  const { resource, actions, mode, filter } = trigger;
  const how = mode === 'Once' ? 'once for each' : 'every time';
  const matching = filter === '' || filter === '{}' ? '' : ` that matches ${short(filter)}`;
  return `${where} by ${resource} ${actions.join(', ')}, ${how}${matching}${rests}`;
}

export function describeVersions(versions: readonly PipelineVersion[], installed: number): string {
  return table(
    ['version', 'made', 'by', 'open cycles', ''],
    versions.map(({ version, createdAt, author, openCycles }) => [
      version,
      when(createdAt),
      author,
      openCycles,
      version === installed ? 'installed' : '',
    ]),
  );
}

export function describeCycles(cycles: readonly Cycle[]): string {
  return table(
    ['id', 'status', 'item', 'version', 'started', 'ended', 'open', 'failed'],
    cycles.map((cycle) => [
      cycle.id,
      cycle.status,
      cycle.itemName ?? '',
      cycle.version,
      when(cycle.createdAt),
      when(cycle.endedAt),
      cycle.open,
      cycle.failed,
    ]),
  );
}

/** The reference system's statistics: a row for all cycles, then one for each node. */
export function describeStatistics(statistics: PipelineStatistics, graph: Graph): string {
  const rows = [
    {
      name: 'cycles',
      counters: statistics.pipelineExecutionCounters,
      times: statistics.pipelineExecutionStatistics,
    },
    ...statistics.nodeExecutionsCounters.map(({ nodeId, statusCount }) => ({
      name: nodeName(graph, nodeId),
      counters: statusCount,
      times: statistics.nodeExecutionStatistics.find((one) => one.nodeId === nodeId)?.executionStatistics,
    })),
  ];
  const statuses = [...new Set(rows.flatMap(({ counters }) => counters.map(({ status }) => status)))];
  return table(
    ['node', ...statuses, 'seconds each', 'a day'],
    rows.map(({ name, counters, times }) => [
      name,
      ...statuses.map((status) => counters.find((one) => one.status === status)?.count ?? 0),
      rounded(times?.avgTimePerExecution),
      rounded(times?.avgExecutionsPerDay),
    ]),
  );
}

function rounded(value: number | null | undefined): string {
  return value === null || value === undefined ? '-' : String(Math.round(value * 100) / 100);
}
