/** Dataset node. */
import { z } from 'zod';
import { datasetIdSchema } from '../../model/ids.ts';
import { ITEM_IN, ITEM_OUT, type NodeSpec } from '../spec.ts';

/** Templates of the reference system hold filters as objects too. */
const filterSchema = z
  .union([z.string(), z.looseObject({})])
  .transform((filter) => (typeof filter === 'string' ? filter : JSON.stringify(filter)));

export const storage = {
  kind: 'storage',
  type: 'storage',
  functionName: 'dataset_handler',
  namespace: { serviceName: 'pipeline-utils', projectName: 'DataloopTasks' },
  title: 'Dataset',
  summary: 'As a start, lets items of a dataset in; elsewhere, puts a copy of each item into a dataset.',
  configSchema: z.looseObject({
    datasetId: z.string('choose a dataset').pipe(datasetIdSchema),
    /** The variable that holds the dataset's id, instead of `datasetId`. */
    variableDataset: z.string().nullish(),
    /** Folder in the dataset for what the node clones; null or absent: the item's own. */
    dir: z.string().nullish(),
    /** As a start node: do the items that are there at the first install start cycles, and which. */
    triggerToPipeline: z
      .looseObject({ active: z.boolean().nullish(), filter: filterSchema.nullish() })
      .nullish(),
  }),
  lane: 'inline',
  effect: 'workspace',
  inputs: ITEM_IN,
  outputs: ITEM_OUT,
} as const satisfies NodeSpec;
