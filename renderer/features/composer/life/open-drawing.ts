/** What a person goes on with when the composer opens: the latest version, or what they drew and did not save. */
import type { Draft } from '#contract/drafts.ts';
import type { Graph } from '#core/model/graph.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { compareGraphs } from '#core/pipeline/compare.ts';
import type { call } from '#renderer/client/client.ts';

export type Drawing = {
  readonly pipeline: Pipeline;
  /** Null: nothing was drawn that is not saved. */
  readonly draft: Draft | null;
  /** The version that the drawing began from, and its graph. */
  readonly version: number;
  readonly base: Graph;
};

/** True when not even a place on the canvas differs. */
export function sameGraphs(one: Graph, other: Graph): boolean {
  const { nodes, connections, keys } = compareGraphs(one, other);
  return nodes.length + connections.length + keys.length === 0;
}

/** A draft that is just what was saved, because the app ended between the two, is none. */
export async function openDrawing(ask: typeof call, pipelineId: string): Promise<Drawing> {
  const pipeline = await ask('pipelines.get', { pipelineId });
  const draft = await ask('pipelines.draft', { pipelineId });
  const { version, graph } = pipeline;
  if (draft && sameGraphs(draft.graph, graph)) {
    await ask('pipelines.discardDraft', { pipelineId });
    return { pipeline, draft: null, version, base: graph };
  }
  if (!draft || draft.fromVersion === version) return { pipeline, draft, version, base: graph };
  const base = await ask('pipelines.version', { pipelineId, version: draft.fromVersion });
  return { pipeline, draft, version: draft.fromVersion, base };
}
