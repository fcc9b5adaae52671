/**
 * Long lists: an execution that has one to let out keeps it in its row and lets a part out in each transaction, so that
 * nobody waits for the whole, the memory does not hold what follows from it, and it goes on where it was after a crash.
 */
import { SluiceError } from '#core/errors.ts';
import type { PortValues } from '#core/model/cycle.ts';
import { longestList } from '#core/pipeline/flow.ts';
import { readOutput, setCursor, type Work } from '../db/queries/executions.ts';
import type { RunNode } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import type { Sink } from './arrivals.ts';
import { settleCycle } from './cycles.ts';
import { type Graphs, runNodeByKey } from './graphs.ts';
import { type Done, deliver, route, routesOf } from './steps.ts';
import { type Passage, spread, succeed } from './transitions.ts';

/** Elements a transaction. */
const PART = 256;

type Rest = { readonly outputs: PortValues; readonly action: string | null; readonly why: string };

/** True when the result goes out in parts. */
export function isLong(node: RunNode, result: Done): boolean {
  return result.outputs !== undefined && longestList(node.plan, result.outputs) > PART;
}

/** Keeps what is to go out; the runner takes it from there. */
export function beginSpread(tx: Tx, passage: Passage, result: Done): void {
  const { outputs = {}, action, why } = result;
  spread(tx, passage, JSON.stringify({ outputs, action, why } satisfies Rest));
  tx.changes.pipeline(passage.work.pipelineId);
  settleCycle(tx, passage.work.cycle);
}

export type Spreader = {
  /** Lets the next part out, and ends the execution with the last. */
  advance(tx: Tx, work: Work, sink: Sink): void;
};

export function createSpreader(graphs: Graphs): Spreader {
  /** The list that is going out, read once: reading it again for each part would cost more than the part. */
  let open: { readonly key: number; readonly rest: Rest } | null = null;

  return {
    advance(tx, work, sink) {
      const plan = graphs(work.pipelineId, work.version);
      const node = runNodeByKey(plan, work.node);
      if (open?.key !== work.key) open = { key: work.key, rest: readRest(tx, work) };
      const { outputs, action, why } = open.rest;
      const total = longestList(node.plan, outputs);
      const part = { from: work.cursor, upTo: Math.min(total, work.cursor + PART) };
      const flow = route(tx, node, { outputs, action }, part);
      const isLast = part.upTo >= total;
      if (isLast) {
        const result = { action, output: JSON.stringify(outputs) };
        succeed(tx, { work, stored: true }, result, { why, routes: routesOf(flow) });
        open = null;
      } else {
        setCursor(tx.db, work.key, part.upTo);
        const text = String(part.upTo);
        tx.explain({ execution: work.key, kind: 'emitted', text, routes: routesOf(flow) });
      }
      tx.changes.pipeline(work.pipelineId);
      deliver(tx, plan, work, flow, { offset: 0, sink });
      settleCycle(tx, work.cycle);
    },
  };
}

function readRest(tx: Tx, work: Work): Rest {
  const text = readOutput(tx.db, work.key);
  if (text !== null) return JSON.parse(text) as Rest;
  throw new SluiceError('internal', 'What was to be let out is not there any more.', { execution: work.key });
}
