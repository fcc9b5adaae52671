/** Items that start cycles at an install: those that were there before the first, and those that came in a pause. */
import { z } from 'zod';
import { addStarted, listArrivals, markFired } from '../db/queries/triggers.ts';
import { startCycle } from '../jobs/cycles.ts';
import { runNode } from '../jobs/graphs.ts';
import { inputFor, isInside, passes } from '../jobs/listeners.ts';
import { itemSubject, type Subject } from '../jobs/subjects.ts';
import { explainPass } from '../jobs/triggers.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';

/** Items a part. */
const PART = 256;
/** Items looked at a part: to see that one came at another time costs next to nothing. */
const LOOKED_AT = 4096;

/** Each item of a range is looked at in exactly one part: that, and not what has run, is why none starts twice. */
export const existingSpec = z.object({
  nodeId: z.string(),
  datasetId: z.string(),
  /** Folder of the dataset; null: all of it. */
  dir: z.string().nullable(),
  /** DQL as a JSON text. */
  filter: z.string(),
  /** Rows of items after the first and up to the second. */
  since: z.int(),
  upTo: z.int(),
  /** Not those that have started a cycle here before; and those that start one now are not to do so again. */
  once: z.boolean(),
  /** True: came in a pause; false: were there before the first install. */
  late: z.boolean(),
});
export type ExistingSpec = z.infer<typeof existingSpec>;

/** Does a part. Answers the id to go on after, null at the end, and how many cycles it started. */
export function existingPart(
  tx: Tx,
  plan: RunPlan,
  spec: ExistingSpec,
  after: string,
): { cursor: string | null; done: number } {
  const node = runNode(plan, spec.nodeId);
  const page = listArrivals(tx.db, { ...spec, after, limit: LOOKED_AT });
  let cursor = page.length < LOOKED_AT ? null : (page.at(-1)?.id ?? null);
  let tried = 0;
  let done = 0;
  for (const { id, came } of page) {
    if (came === 0) continue;
    if (tried === PART) break;
    tried += 1;
    const subject = itemSubject(tx.db, id);
    if (subject && start(tx, plan, node, spec, subject)) done += 1;
    if (tried === PART) cursor = id;
  }
  if (done > 0) addStarted(tx.db, node.key, done, tx.now);
  return { cursor, done };
}

function start(tx: Tx, plan: RunPlan, node: RunNode, spec: ExistingSpec, subject: Subject): boolean {
  if (!subject.where || !isInside(spec, subject.where)) return false;
  const verdict = passes(spec.filter, subject);
  if (!verdict.matches) {
    // Of what was there before nobody expects to hear, a million times perhaps.
    if (spec.late || verdict.broken) explainPass(tx, { plan, node }, subject, verdict);
    return false;
  }
  if (spec.once && !markFired(tx.db, node.key, subject.once)) return false;
  const why = spec.late ? 'came while the pipeline was paused' : 'was in the dataset at the first install';
  startCycle(tx, {
    plan,
    nodeId: node.id,
    input: inputFor(node, 'Item')(subject.id),
    itemId: subject.itemId,
    why: `Cycle started: ${why}`,
  });
  return true;
}
