/** Data split: sends each item to one of its groups. */
import { SluiceError } from '#core/errors.ts';
import type { Item } from '#core/model/item.ts';
import { draw, groupByQuota, groupOfDraw } from '#core/pipeline/split.ts';
import { updateItem } from '../db/queries/items.ts';
import type { Tx } from '../unit.ts';
import { configOf } from './config.ts';
import type { InlineNode, NodeRun } from './node.ts';

export const split: InlineNode = {
  lane: 'inline',
  writes: false,
  run(tx, run) {
    const { work, node } = run;
    if (work.itemId === null) throw new SluiceError('invalid-input', `"${node.name}" needs an item.`);
    const { itemMetadata } = configOf('split', node).customNodeConfig;
    const tagged = itemMetadata ? groupOfTags(run) : null;
    if (tagged !== null) return { kind: 'done', action: tagged, why: `group "${tagged}", which it was in` };
    const { group, why } = drawGroup(tx, run, work.itemId);
    if (itemMetadata) tx.savepoint(() => tag(tx, run, group));
    return { kind: 'done', action: group, why };
  },
};

function drawGroup(tx: Tx, { work, node }: NodeRun, itemId: string): { group: string; why: string } {
  const { groups, exact, seed } = configOf('split', node).customNodeConfig;
  const drawn = draw(seed ?? work.pipelineId, node.id, itemId);
  const counts = tx.ledger.split(work.pipelineId, node.id);
  const group = exact ? groupByQuota(groups, counts, drawn) : groupOfDraw(groups, drawn);
  if (group === null) {
    throw new SluiceError('pipeline-invalid', `"${node.name}" has no group with a share.`);
  }
  tx.ledger.drew(work.pipelineId, node.id, group);
  return { group, why: `group "${group}" ${exact ? 'by quota' : `by draw ${drawn.toFixed(4)}`}` };
}

/** The group that an earlier split has noted on the item, as the reference's split does; null for none of these. */
function groupOfTags(run: NodeRun): string | null {
  const [first] = Object.keys(recordOf(recordOf(run.item().metadata['system'])['tags']));
  const { groups } = configOf('split', run.node).customNodeConfig;
  return groups.find((group) => group.name === first)?.name ?? null;
}

function tag(tx: Tx, run: NodeRun, group: string): void {
  const item: Item = run.item();
  const system = recordOf(item.metadata['system']);
  const tags = { ...recordOf(system['tags']), [group]: true };
  updateItem(tx.db, item.id, { metadata: { ...item.metadata, system: { ...system, tags } } }, tx.now);
  const { pipelineId, cycle } = run.work;
  tx.raise({ resource: 'Item', action: 'Updated', id: item.id, cause: { pipelineId, cycle } });
  tx.changes.dataset(item.datasetId);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Record<string, unknown>) : {};
}
