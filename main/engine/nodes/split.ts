/** Data split: sends each item to one of its groups. */

import { SluiceError } from '#core/errors.ts';
import { parseConfig } from '#core/pipeline/specs.ts';
import { draw, groupByQuota, groupOfDraw } from '#core/pipeline/split.ts';
import { countSplit, readSplitCounts } from '../db/queries/pipelines.ts';
import { configOf } from './config.ts';
import type { InlineNode } from './node.ts';

export const split: InlineNode = {
  lane: 'inline',
  run(tx, { work, node, item }) {
    const { groups, exact, seed } = configOf(node, parseConfig('split', node)).customNodeConfig;
    const drawn = draw(seed ?? work.pipelineId, node.id, item.id);
    const group = exact
      ? groupByQuota(groups, readSplitCounts(tx.db, work.pipelineId, node.id), drawn)
      : groupOfDraw(groups, drawn);
    if (group === null)
      throw new SluiceError('pipeline-invalid', `"${node.name}" has no group with a share.`);
    countSplit(tx.db, work.pipelineId, node.id, group);
    const how = exact ? 'by quota' : `by draw ${drawn.toFixed(4)}`;
    return { kind: 'done', itemIds: [item.id], made: [], action: group, why: `group "${group}" ${how}` };
  },
};
