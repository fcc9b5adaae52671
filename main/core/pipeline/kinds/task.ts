/** Task node: labelling or quality assurance by people. */
import { z } from 'zod';
import { recipeIdSchema } from '../../model/ids.ts';
import { TASK_ACTIONS } from '../../model/task.ts';
import { decidedItem, ITEM_IN, type NodeSpec } from '../spec.ts';

/** People who work on the same item where the node does not say how many. */
export const CONSENSUS_PEOPLE = 2;

const configSchema = z
  .looseObject({
    taskType: z.enum(['annotation', 'qa'], 'choose annotation or qa'),
    /** Templates of the reference system leave it empty. */
    recipeId: z.preprocess((value) => (value === '' ? null : value), recipeIdSchema.nullish()),
    /** Shares of people in percent; empty: everything to the workspace's person. */
    workload: z
      .array(z.looseObject({ assigneeId: z.string().min(1), load: z.number().positive() }))
      .nullish(),
    /** False: only the first decision on an item goes on. */
    repeatable: z
      .boolean()
      .nullish()
      .transform((repeatable) => repeatable ?? true),
    /** 1 low, 2 medium, 3 high. */
    priority: z.int().min(1).max(3).nullish(),
    /** Milliseconds since 1970. */
    dueDate: z.number().min(0).max(8_640_000_000_000_000).nullish(),
    /** With a batch size people pull so many items at a time; without, items are handed out by their shares. */
    batchSize: z.int().min(3, 'must be 3 to 100').max(100, 'must be 3 to 100').nullish(),
    /** The most items that a person has open when pulling. */
    maxBatchWorkload: z.int().nullish(),
    consensusTaskType: z.string().nullish(),
    /** Part of the items, in percent, that several people work on. */
    consensusPercentage: z.number().min(0).max(100).nullish(),
    /** How many people work on such an item. */
    consensusAssignees: z.int().min(1).nullish(),
    groups: z.array(z.string()).nullish(),
  })
  .check(({ value, issues }) => {
    const { batchSize, maxBatchWorkload } = value;
    if (batchSize == null || maxBatchWorkload == null) return;
    const [least, most] = [batchSize + 2, batchSize * 2];
    if (maxBatchWorkload >= least && maxBatchWorkload <= most) return;
    const message = `must be ${least} to ${most} with a batch size of ${batchSize}`;
    issues.push({ code: 'custom', path: ['maxBatchWorkload'], message, input: maxBatchWorkload });
  })
  .check(({ value, issues }) => {
    const people = new Set(value.workload?.map((one) => one.assigneeId)).size;
    // Nobody named: it is the workspace's person, whom the graph does not know.
    if (value.consensusTaskType !== 'consensus' || value.consensusPercentage === 0 || people === 0) return;
    const needed = value.consensusAssignees ?? CONSENSUS_PEOPLE;
    if (people >= needed) return;
    const message = `${needed} people are to work on the same items, but the workload names only ${people}`;
    issues.push({ code: 'custom', path: ['consensusAssignees'], message, input: needed });
  });

export const task = {
  kind: 'task',
  type: 'task',
  functionName: 'move_to_task',
  namespace: { serviceName: 'pipeline-utils', projectName: 'DataloopTasks' },
  title: 'Task',
  summary:
    'Holds each item until a person has labelled or reviewed it; their decision says where it goes on.',
  configSchema,
  lane: 'inline',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: decidedItem(...TASK_ACTIONS.annotation),
  waits: true,
} as const satisfies NodeSpec;
