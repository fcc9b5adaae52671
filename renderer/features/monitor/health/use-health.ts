import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { SluiceError } from '#core/errors.ts';
import type { PipelineHealth } from '#core/model/health.ts';
import { call } from '#renderer/client/client.ts';

/** Milliseconds between two looks: ages and minutes need no more, and no event tells of them. */
const EVERY = 5000;

/** How the pipeline is doing, looked at again while it is on the screen. */
export function useHealth(pipelineId: string): UseQueryResult<PipelineHealth, SluiceError> {
  return useQuery<PipelineHealth, SluiceError>({
    queryKey: ['pipelines.health', { pipelineId }],
    queryFn: () => call('pipelines.health', { pipelineId }),
    refetchInterval: EVERY,
  });
}
