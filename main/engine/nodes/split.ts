/** Data split: sends each item to one of its groups. */

import { SluiceError } from '#core/errors.ts';
import { draw, groupByQuota, groupOfDraw } from '#core/pipeline/split.ts';
import { configOf } from './config.ts';
import type { InlineNode } from './node.ts';

export const split: InlineNode = {
  lane: 'inline',
  writes: false,
  run(tx, { work, node }) {
    if (work.itemId === null) throw new SluiceError('invalid-input', `"${node.name}" needs an item.`);
    const { groups, exact, seed } = configOf('split', node).customNodeConfig;
    const drawn = draw(seed ?? work.pipelineId, node.id, work.itemId);
    const counts = tx.ledger.split(work.pipelineId, node.id);
    const group = exact
      ? groupByQuota(groups, counts, drawn)
      : groupOfDraw(groups, drawn);
    if (group === null)
      throw new SluiceError('pipeline-invalid', `"${node.name}" has no group with a share.`);
    tx.ledger.drew(work.pipelineId, node.id, group);
    const how = exact ? 'by quota' : `by draw ${drawn.toFixed(4)}`;
    return { kind: 'done', action: group, why: `group "${group}" ${how}` };
  },
};
