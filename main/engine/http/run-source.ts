/** What runs are described with: their pipeline and the version of its graph that they run on, each read once. */
import type { ExecutionOf } from '#core/formats/dataloop/execution.ts';
import type { RouteContext } from './route.ts';

export type RunSource = (run: {
  readonly pipelineId: string;
  readonly version: number;
}) => Promise<ExecutionOf>;

export function runSource(call: RouteContext['call']): RunSource {
  const known = new Map<string, Promise<ExecutionOf>>();
  return ({ pipelineId, version }) => {
    const key = `${pipelineId} ${version}`;
    const found = known.get(key) ?? read(call, pipelineId, version);
    known.set(key, found);
    return found;
  };
}

async function read(call: RouteContext['call'], pipelineId: string, version: number): Promise<ExecutionOf> {
  const [{ projectId, creator }, graph] = await Promise.all([
    call('pipelines.get', { pipelineId }),
    call('pipelines.version', { pipelineId, version }),
  ]);
  return { graph, projectId, creator };
}
