/**
 * What starts cycles by the clock. When a trigger is due next is on disk: a time that passes while Sluice does not run,
 * or the computer sleeps, is found afterwards, and however many passed, they start one cycle together.
 */
import { isSluiceError, toWireError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { hasItem } from '../db/queries/items.ts';
import { findListening } from '../db/queries/pipelines.ts';
import {
  addStarted,
  type DueTrigger,
  findTriggerState,
  listDueTriggers,
  nextTriggerDue,
  setTriggerDue,
} from '../db/queries/triggers.ts';
import type { RunPlan } from '../nodes/node.ts';
import { MACHINE, type Tx } from '../unit.ts';
import { itemIdOf } from './arrivals.ts';
import { startCycle } from './cycles.ts';
import type { Graphs } from './graphs.ts';
import { type CronListener, listenersOf } from './listeners.ts';
import { firstTime, nextTime } from './times.ts';

export type Timed = {
  /** Begins, with what is due since before. */
  start(): void;
  /** Something may be due, or at another time than before: call it after anything that changes this. Cheap. */
  refresh(): void;
  close(): void;
};

/**
 * Longest wait in milliseconds. Timers stand still while a computer sleeps, and nothing tells a program without windows
 * that it has woken up: so it compares two numbers once a minute, as long as any trigger waits for the clock.
 */
const LONGEST_WAIT = 60_000;
/** Milliseconds to wait after the database refused (a full disk, say). */
const TROUBLE_PAUSE = 5000;
/** Milliseconds after its time from which on a cycle's start says that it is late. */
const LATE = 60_000;

export function createTimed(ctx: EngineContext, graphs: Graphs): Timed {
  let timer: NodeJS.Timeout | null = null;
  let scheduled: NodeJS.Immediate | null = null;
  let closed = false;

  function look(): void {
    if (closed) return;
    try {
      for (const due of listDueTriggers(ctx.db, ctx.ports.clock.now())) {
        ctx.unit(MACHINE, (tx) => fire(tx, graphs, due));
      }
      const next = nextTriggerDue(ctx.db);
      if (next === null) wait(null);
      else waitUntil(next);
    } catch (error) {
      const wire = toWireError(error);
      ctx.ports.logger.log('error', 'timed triggers pause', { error: wire.message });
      ctx.emit({ name: 'problem', payload: { error: wire } });
      wait(TROUBLE_PAUSE, look);
    }
  }

  function waitUntil(due: number): void {
    const ms = due - ctx.ports.clock.now();
    if (ms <= 0) refresh();
    else wait(Math.min(ms, LONGEST_WAIT), () => waitUntil(due));
  }

  function wait(ms: number | null, then?: () => void): void {
    if (timer) clearTimeout(timer);
    timer = ms === null || !then ? null : setTimeout(then, ms);
  }

  function refresh(): void {
    if (closed || scheduled) return;
    scheduled = setImmediate(() => {
      scheduled = null;
      look();
    });
  }

  return {
    start() {
      if (nextTriggerDue(ctx.db) !== null) ctx.unit(MACHINE, (tx) => planAnew(tx, graphs));
      refresh();
    },
    refresh,
    close() {
      closed = true;
      if (scheduled) clearImmediate(scheduled);
      wait(null);
    },
  };
}

/** The computer may be in another time zone than it was: what is not due yet is reckoned again. */
function planAnew(tx: Tx, graphs: Graphs): void {
  for (const due of listDueTriggers(tx.db, Number.MAX_SAFE_INTEGER)) {
    if (due.dueAt <= tx.now) continue;
    guard(tx, due, () => {
      // A clock that was put back must not bring back what has fired.
      const after = Math.max(tx.now, findTriggerState(tx.db, due.node)?.firedAt ?? 0);
      const { times } = listening(tx, graphs, due);
      setTriggerDue(tx.db, due.node, firstTime(times, after));
    });
  }
}

/** Starts a cycle and notes the next time, together. */
function fire(tx: Tx, graphs: Graphs, due: DueTrigger): void {
  guard(tx, due, () => {
    const { plan, times } = listening(tx, graphs, due);
    setTriggerDue(tx.db, due.node, firstTime(times, tx.now));
    const listener = times.find((one) => nextTime(one, due.dueAt - 1) === due.dueAt) ?? times[0];
    if (plan && listener) begin(tx, plan, listener, due.dueAt);
  });
}

/** A trigger that fails must not hold up the others: it is silent until the next install. */
function guard(tx: Tx, { node, pipelineId, nodeId }: DueTrigger, work: () => void): void {
  try {
    tx.savepoint(work);
  } catch (error) {
    if (isSluiceError(error, 'disk-full', 'read-only', 'database-corrupt', 'io')) throw error;
    setTriggerDue(tx.db, node, null);
    const text = `Does not start by the clock any more: ${toWireError(error).message}`;
    tx.explain({ kind: 'trigger-failed', pipelineId, nodeId, text });
  }
}

/** What the node listens for by the clock; nothing when its pipeline does not listen. */
function listening(
  tx: Tx,
  graphs: Graphs,
  { pipelineId, nodeId }: DueTrigger,
): { plan: RunPlan | null; times: readonly CronListener[] } {
  const head = findListening(tx.db, pipelineId);
  const plan = head && graphs(head.id, head.installedVersion);
  const times = plan ? listenersOf(plan).times.filter((one) => one.nodeId === nodeId) : [];
  return { plan, times };
}

function begin(tx: Tx, plan: RunPlan, listener: CronListener, dueAt: number): void {
  const { node, cron, input } = listener;
  const { itemPort } = node.plan;
  const itemId = itemPort === null ? null : itemIdOf(input[itemPort]);
  const late = tx.now - dueAt > LATE ? `, late: it was time at ${new Date(dueAt).toISOString()}` : '';
  startCycle(tx, {
    plan,
    nodeId: node.id,
    input,
    itemId: itemId !== null && hasItem(tx.db, itemId) ? itemId : null,
    why: `Cycle started by the clock (${cron})${late}`,
  });
  addStarted(tx.db, node.key, 1, tx.now);
}
