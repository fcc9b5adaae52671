/**
 * What a transaction does to counters and cycles, gathered in memory and written once at its end: a batch of a thousand
 * steps changes five counters, not five thousand times a counter. Rolled back together with a savepoint.
 */
import { SluiceError } from '#core/errors.ts';
import type { CyclePriority, CycleStatus, ExecutionState } from '#core/model/cycle.ts';
import { afterCycleEvent, type CycleEvent } from '#core/pipeline/states.ts';
import type { WritableDb } from '../db/driver.ts';
import { addConnectionCount, addCycleCount, addNodeCount } from '../db/queries/counters.ts';
import { type CycleHead, readCycleHead, readCycleHeads, updateCycle } from '../db/queries/cycles.ts';
import { findPipelineHead, readSplitCounts, setSplitCount } from '../db/queries/pipelines.ts';

/** Where an execution stands, for its counters; null: it is not there (yet). */
export type Standing = { readonly state: ExecutionState; readonly ms: number } | null;

export type Ledger = {
  /** A cycle as it is at each point of the transaction: what is answered changes with it. @throws SluiceError `not-found`. */
  cycle(key: number): CycleHead;
  /** True: a reset of its pipeline has cleared it, it is history. */
  isCleared(key: number): boolean;
  /** These cycles will be asked for: read at once, they cost half. */
  expect(keys: readonly number[]): void;
  /** Takes notice of a cycle that was just inserted, as its row is. */
  began(cycle: CycleHead): void;
  moveCycle(key: number, event: CycleEvent, at: number | null): void;
  setVersion(key: number, version: number): void;
  setPriority(key: number, priority: CyclePriority): void;
  /** An execution of the cycle went from one state to another. */
  executionMoved(cycle: number, node: number, from: Standing, to: Standing): void;
  passed(pipelineId: string, version: number, connection: number, items: number): void;
  /** How many items a split has sent to each of its groups. */
  split(pipelineId: string, nodeId: string): ReadonlyMap<string, number>;
  /** A split has sent an item to a group. */
  drew(pipelineId: string, nodeId: string, group: string): void;
  /** Runs the work so that what it noted is forgotten when it throws. */
  savepoint<T>(work: () => T): T;
  /** Cycles that have ended in this transaction, so far; before `flush`. */
  ended(): CycleHead[];
  flush(): void;
};

type Tally = { count: number; ms: number };
type Changing = 'status' | 'open' | 'failed' | 'endedAt' | 'version' | 'priority';
/** Changed in place: a step changes it several times, and a copy for each would cost more than the rest. */
type Now = Omit<CycleHead, Changing> & { -readonly [K in Changing]: CycleHead[K] };
/** `written`: as its row is; `counted`: as it is in the counters. */
type Entry = { written: CycleHead; counted: CycleHead | null; readonly now: Now; readonly cleared: boolean };

type ConnectionTally = { pipelineId: string; version: number; connection: number; items: number };

type Split = {
  readonly pipelineId: string;
  readonly nodeId: string;
  readonly counts: Map<string, number>;
  readonly changed: Set<string>;
};

const isOpen = (standing: Standing) =>
  standing !== null && ['queued', 'running', 'parked'].includes(standing.state) ? 1 : 0;
const isFailed = (standing: Standing) =>
  standing !== null && (standing.state === 'failed' || standing.state === 'dead') ? 1 : 0;
const ENDED: readonly CycleStatus[] = ['success', 'failed', 'terminated'];

/** What of a cycle's row may change. */
function differs(a: CycleHead, b: CycleHead): boolean {
  return (
    a.status !== b.status ||
    a.open !== b.open ||
    a.failed !== b.failed ||
    a.endedAt !== b.endedAt ||
    a.version !== b.version ||
    a.priority !== b.priority
  );
}

export function createLedger(db: WritableDb): Ledger {
  const cycles = new Map<number, Entry>();
  const nodes = new Map<number, Map<string, Tally>>();
  const connections: ConnectionTally[] = [];
  const splits: Split[] = [];
  const resets = new Map<string, number>();
  /** How to take back what was noted since the outermost savepoint began; null outside of one. */
  let undo: (() => void)[] | null = null;

  function isCleared(key: number, pipelineId: string): boolean {
    let reset = resets.get(pipelineId);
    if (reset === undefined) {
      reset = findPipelineHead(db, pipelineId)?.resetCycle ?? 0;
      resets.set(pipelineId, reset);
    }
    return key <= reset;
  }

  function know(head: CycleHead): Entry {
    const cleared = isCleared(head.key, head.pipelineId);
    const known = { written: head, counted: head, now: { ...head }, cleared };
    cycles.set(head.key, known);
    return known;
  }

  function entry(key: number): Entry {
    const known = cycles.get(key);
    if (known) return known;
    const head = readCycleHead(db, key);
    if (head) return know(head);
    throw new SluiceError('not-found', 'This cycle is not there any more.', { cycle: key });
  }

  function keep(now: Now): void {
    const { status, open, failed, endedAt, version, priority } = now;
    undo?.push(() => Object.assign(now, { status, open, failed, endedAt, version, priority }));
  }

  function addNode(node: number, standing: NonNullable<Standing>, sign: 1 | -1): void {
    let states = nodes.get(node);
    if (!states) {
      states = new Map();
      nodes.set(node, states);
    }
    let tally = states.get(standing.state);
    if (!tally) {
      tally = { count: 0, ms: 0 };
      states.set(standing.state, tally);
    }
    const found = tally;
    found.count += sign;
    found.ms += sign * standing.ms;
    undo?.push(() => {
      found.count -= sign;
      found.ms -= sign * standing.ms;
    });
  }

  function splitOf(pipelineId: string, nodeId: string): Split {
    let split = splits.find((one) => one.nodeId === nodeId && one.pipelineId === pipelineId);
    if (!split) {
      const counts = new Map(readSplitCounts(db, pipelineId, nodeId));
      split = { pipelineId, nodeId, counts, changed: new Set() };
      splits.push(split);
    }
    return split;
  }

  return {
    cycle: (key) => entry(key).now,
    isCleared: (key) => entry(key).cleared,
    expect(keys) {
      const unknown = keys.filter((key) => !cycles.has(key));
      for (const head of readCycleHeads(db, unknown)) know(head);
    },
    began(cycle) {
      const { key } = cycle;
      cycles.set(key, { written: cycle, counted: null, now: { ...cycle, open: 0 }, cleared: false });
      undo?.push(() => cycles.delete(key));
    },
    moveCycle(key, event, at) {
      const { now, cleared } = entry(key);
      if (cleared && (event === 'reopen' || event === 'rerun')) {
        const text = 'A reset of the pipeline has cleared this cycle: it is history, and cannot go on.';
        throw new SluiceError('wrong-state', text, { status: now.status, event });
      }
      const next = afterCycleEvent(now.status, event);
      if (undo) keep(now);
      now.status = next;
      now.endedAt = ENDED.includes(next) ? at : null;
    },
    setVersion(key, version) {
      const { now } = entry(key);
      if (undo) keep(now);
      now.version = version;
    },
    setPriority(key, priority) {
      const { now } = entry(key);
      if (undo) keep(now);
      now.priority = priority;
    },
    executionMoved(cycle, node, from, to) {
      const { now, cleared } = entry(cycle);
      if (!cleared) {
        if (from) addNode(node, from, -1);
        if (to) addNode(node, to, 1);
      }
      const open = isOpen(to) - isOpen(from);
      const failed = isFailed(to) - isFailed(from);
      if (open === 0 && failed === 0) return;
      if (undo) keep(now);
      now.open += open;
      now.failed += failed;
    },
    passed(pipelineId, version, connection, items) {
      // A handful of connections in a transaction: looking through them costs less than a key of text.
      let tally = connections.find(
        (one) => one.connection === connection && one.version === version && one.pipelineId === pipelineId,
      );
      if (!tally) {
        tally = { pipelineId, version, connection, items: 0 };
        connections.push(tally);
      }
      const found = tally;
      found.items += items;
      undo?.push(() => {
        found.items -= items;
      });
    },
    split: (pipelineId, nodeId) => splitOf(pipelineId, nodeId).counts,
    drew(pipelineId, nodeId, group) {
      const { counts, changed } = splitOf(pipelineId, nodeId);
      counts.set(group, (counts.get(group) ?? 0) + 1);
      changed.add(group);
      undo?.push(() => counts.set(group, (counts.get(group) ?? 1) - 1));
    },
    savepoint(work) {
      const outer = undo;
      const own: (() => void)[] = [];
      undo = own;
      try {
        const result = work();
        outer?.push(...own);
        return result;
      } catch (error) {
        for (const step of own.toReversed()) step();
        throw error;
      } finally {
        undo = outer;
      }
    },
    ended: () =>
      [...cycles.values()]
        .filter(({ written, now }) => now.endedAt !== null && now.endedAt !== written.endedAt)
        .map(({ now }) => ({ ...now })),
    flush() {
      const statuses = new Map<string, Tally & { pipelineId: string; status: CycleStatus }>();
      const count = (head: CycleHead, sign: 1 | -1) => {
        const key = `${head.pipelineId} ${head.status}`;
        const tally = statuses.get(key) ?? {
          pipelineId: head.pipelineId,
          status: head.status,
          count: 0,
          ms: 0,
        };
        tally.count += sign;
        tally.ms += head.endedAt === null ? 0 : sign * Math.max(0, head.endedAt - head.createdAt);
        statuses.set(key, tally);
      };
      for (const entry of cycles.values()) {
        const { written, counted, now } = entry;
        const changed = differs(written, now);
        if (changed) {
          updateCycle(db, now);
          entry.written = { ...now };
        }
        if (entry.cleared || (counted && !changed)) continue;
        if (counted) count(counted, -1);
        count(now, 1);
        entry.counted = entry.written;
      }
      for (const { pipelineId, status, ...tally } of statuses.values()) {
        if (tally.count !== 0 || tally.ms !== 0) addCycleCount(db, pipelineId, status, tally);
      }
      for (const [node, states] of nodes) {
        for (const [state, tally] of states) {
          if (tally.count !== 0 || tally.ms !== 0) addNodeCount(db, node, state, tally);
        }
      }
      for (const tally of connections) {
        if (tally.items !== 0) addConnectionCount(db, tally);
      }
      for (const { counts, changed, ...split } of splits) {
        for (const name of changed) setSplitCount(db, { ...split, name, count: counts.get(name) ?? 0 });
      }
      nodes.clear();
      connections.length = 0;
      splits.length = 0;
    },
  };
}
