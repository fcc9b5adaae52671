/** How a task node hands out its items. */
import type { TaskSettings } from '#core/model/task.ts';
import { CONSENSUS_PEOPLE } from '#core/pipeline/kinds/task.ts';
import type { ConfigOf } from '#core/pipeline/specs.ts';

export function settingsOf(config: ConfigOf<'task'>): TaskSettings {
  const { batchSize, maxBatchWorkload, consensusTaskType } = config;
  const percentage = config.consensusPercentage ?? 100;
  const people = config.consensusAssignees ?? CONSENSUS_PEOPLE;
  return {
    pulling: batchSize ? { batchSize, maxOpen: maxBatchWorkload ?? batchSize * 2 } : null,
    consensus:
      consensusTaskType === 'consensus' && percentage > 0 && people > 1 ? { percentage, people } : null,
  };
}
