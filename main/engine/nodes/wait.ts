/**
 * Wait for cycle: the first item that finds everything before it in its cycle done goes on with the action `continue`,
 * every other one ends with `wait`.
 */
import { SluiceError } from '#core/errors.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { Work } from '../db/queries/executions.ts';
import { hasContinued, isUpstreamDone } from '../db/queries/executions-of.ts';
import type { Tx } from '../unit.ts';
import { configOf } from './config.ts';
import type { InlineNode, NodeRun } from './node.ts';

export const wait: InlineNode = {
  // Looks at the rest of its cycle, so nothing of that may be in memory only.
  lane: 'gate',
  writes: false,
  run(tx, run) {
    const { work, node } = run;
    const done = nothingElseIsOpen(tx, work) || isUpstreamDone(tx.db, upstreamOf(run));
    const first = done && !hasContinued(tx.db, work.cycle, work.node);
    const outputs = { [node.outputs[0]?.name ?? 'item']: leaving(run) };
    if (first) return { kind: 'done', outputs, action: 'continue', why: 'everything before it is done' };
    const why = done ? 'another one has gone on already' : 'something before it is not done yet';
    return { kind: 'done', outputs, action: 'wait', why };
  },
};

/** As it is for most: then nothing has to be looked for. */
function nothingElseIsOpen(tx: Tx, work: Work): boolean {
  const { open, failed } = tx.ledger.cycle(work.cycle);
  return open === 1 && failed === 0;
}

function upstreamOf({ work, node, plan }: NodeRun): Parameters<typeof isUpstreamDone>[1] {
  const before = [...plan.nodes.values()].filter((one) => one.plan.downstream.has(node.id));
  return { cycle: work.cycle, nodes: before.map((one) => one.key), except: work.key };
}

/** The item itself, or the one it was made from. */
function leaving(run: NodeRun): ItemId {
  const item = run.item();
  if (!configOf('wait', run.node).customNodeConfig?.returnParent) return item.id;
  const user = item.metadata['user'];
  const named =
    typeof user === 'object' && user !== null ? (user as Record<string, unknown>)['parentItemId'] : null;
  const parent = typeof named === 'string' ? (named as ItemId) : (item.frame?.videoId ?? item.sourceItemId);
  if (parent) return parent;
  throw new SluiceError('invalid-input', `${item.name} has no item that it was made from.`);
}
