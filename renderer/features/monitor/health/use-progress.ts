import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import type { NodeProgress } from '#core/model/cycle.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { call } from '#renderer/client/client.ts';

/** Milliseconds between two looks while something runs: of how far it has come no event tells. */
const EVERY = 1000;

export type ProgressByNode = ReadonlyMap<string, NodeProgress>;

const NONE: ProgressByNode = new Map();

/** How far what runs has come, by the id of the node; looked at again while something runs. */
export function useProgress(pipeline: Pipeline): ProgressByNode {
  const running = pipeline.counts.nodes.some((one) => one.running > 0);
  const input = { pipelineId: pipeline.id };
  const { data } = useQuery({
    queryKey: ['executions.progress', input],
    queryFn: () => call('executions.progress', input),
    enabled: running,
    refetchInterval: EVERY,
  });
  return useMemo(
    () => (running && data ? new Map(data.map((one) => [one.nodeId as string, one])) : NONE),
    [running, data],
  );
}

/** For the cards of the canvas: a look at it draws those that show it anew, and no others. */
export const ProgressContext = createContext<ProgressByNode>(NONE);

export function useNodeProgress(nodeId: string): NodeProgress | undefined {
  return useContext(ProgressContext).get(nodeId);
}
