/** The dataset where new files of a project go. */

import type { Graph } from '#core/model/graph.ts';
import type { DatasetId } from '#core/model/ids.ts';
import { rootNode } from '#core/pipeline/graph.ts';
import { parseConfig } from '#core/pipeline/specs.ts';
import { useCall } from '#renderer/client/hooks.ts';

/** The dataset of the graph's start node; null when it starts otherwise. */
export function inboxOf(graph: Graph): DatasetId | null {
  const root = rootNode(graph);
  const node = graph.nodes.find((candidate) => candidate.id === root);
  if (node?.type !== 'storage') return null;
  const config = parseConfig('storage', node);
  return config.success ? config.data.datasetId : null;
}

/** The project's inbox: where its first pipeline starts, else its first dataset; null while unknown or without any. */
export function useInbox(projectId: string | null): string | null {
  const enabled = projectId !== null;
  const pipelines = useCall('pipelines.list', { projectId: projectId ?? '' }, { enabled });
  const first = pipelines.data?.[0]?.id;
  const pipeline = useCall('pipelines.get', { pipelineId: first ?? '' }, { enabled: first !== undefined });
  const datasets = useCall('datasets.list', { projectId: projectId ?? '' }, { enabled });
  if (!enabled) return null;
  const inbox = pipeline.data ? inboxOf(pipeline.data.graph) : null;
  return inbox ?? (pipelines.data?.length === 0 ? (datasets.data?.[0]?.id ?? null) : null);
}
