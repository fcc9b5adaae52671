/** A place in a graph that the composer shows when it opens: where a problem is, say. */
import { create } from 'zustand';
import type { GraphProblem } from '#core/model/graph.ts';

export type Spot = Pick<GraphProblem, 'nodeId' | 'connection'>;

type Jump = { readonly to: { readonly pipelineId: string; readonly spot: Spot } | null };

export const useJump = create<Jump>()(() => ({ to: null }));

export function jumpTo(pipelineId: string, spot: Spot): void {
  useJump.setState({ to: { pipelineId, spot } });
}

/** The place that is waited for in this pipeline, once. */
export function takeJump(pipelineId: string): Spot | null {
  const { to } = useJump.getState();
  if (to?.pipelineId !== pipelineId) return null;
  useJump.setState({ to: null });
  return to.spot;
}
