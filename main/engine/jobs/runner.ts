/**
 * The runner: keeps all lanes going while there is work. It leases, retries, backs off and recovers; what the work means
 * is the nodes' business. Results of all lanes are written together, up to 256 in one durable transaction.
 */
import { availableParallelism } from 'node:os';
import { isSluiceError, SluiceError, toWireError } from '#core/errors.ts';
import type { EngineContext } from '../context.ts';
import { nextDue, releaseDue, shiftDue } from '../db/queries/queue.ts';
import { MACHINE } from '../unit.ts';
import { createBatchLane } from './batches.ts';
import { createClaims } from './claims.ts';
import { waitingForDisk } from './disk.ts';
import { type Finished, settleFinished } from './finished.ts';
import type { Graphs } from './graphs.ts';
import { createInlineBatch } from './inline.ts';
import { createLongLane } from './long.ts';
import { createSpreader } from './spread.ts';
import { stop } from './steps.ts';

export type Runner = {
  /** There may be work: call it after anything that makes some. Cheap. */
  wake(): void;
  close(): Promise<void>;
};

/** Executions claimed for a transaction: with 100 and more the cost of making it durable hardly shows. */
const BATCH = 256;
/** Pictures a batch of a model: few enough that its results do not keep one waiting. */
const PICTURES = 32;
/** Milliseconds to wait after the database refused a whole batch (a full disk, say). */
const TROUBLE_PAUSE = 5000;
/** Milliseconds between two looks at a disk that is nearly full. */
const DISK_PAUSE = 5000;
/** Longest delay that a timer takes (2^31 - 1 ms). */
const LONGEST_TIMER = 0x7fff_ffff;

export type RunnerOptions = {
  /** Work in parts that was asked for by a query: does a part, and tells whether there is more. */
  readonly advanceCommands?: () => boolean;
};

export function createRunner(ctx: EngineContext, graphs: Graphs, options: RunnerOptions = {}): Runner {
  const cores = availableParallelism();
  const inbox: Finished[] = [];
  const finished = (done: readonly Finished[]) => {
    inbox.push(...done);
    wake();
  };
  const claims = createClaims(ctx.db, graphs);
  const base = { ctx, graphs, claims, finished };
  const always = () => true;
  const spreader = createSpreader(graphs);
  const lanes = [
    // One batch in each worker and one that waits for it.
    createBatchLane('code', { ...base, atOnce: 2 * Math.max(1, cores - 1), size: BATCH }),
    createBatchLane('model', { ...base, atOnce: 1, size: PICTURES }),
    // ffmpeg uses every core by itself: a second one beside it only takes turns with the first.
    createLongLane('media', { ...base, atOnce: 1, mayStart: hasRoom }),
    createLongLane('network', { ...base, atOnce: 8, mayStart: always }),
    createLongLane('python', { ...base, atOnce: cores, mayStart: always }),
  ];
  let turns = 0;
  let scheduled: NodeJS.Immediate | null = null;
  let timer: { readonly at: number; readonly handle: NodeJS.Timeout } | null = null;
  let closed = false;
  let diskWasLow = false;
  /** After a batch that failed as a whole: so many one at a time, so that only the one who is to blame fails. */
  let careful = 0;
  /** When the last turn was, by the clock on the wall. */
  let lastTurn = ctx.ports.clock.now();

  function hasRoom(): boolean {
    const low = ctx.disk.low();
    if (low && !diskWasLow) {
      const why = waitingForDisk(ctx.disk.room());
      const message = `The disk is nearly full: work that makes files waits (${why}). It goes on by itself when there is room.`;
      ctx.emit({ name: 'problem', payload: { error: toWireError(new SluiceError('disk-full', message)) } });
    }
    diskWasLow = low;
    if (low) wakeIn(DISK_PAUSE);
    return !low;
  }

  function wake(): void {
    if (closed || scheduled) return;
    // One batch a turn of the event loop, so that calls of people come in between.
    scheduled = setImmediate(() => {
      scheduled = null;
      turn();
    });
  }

  function turn(): void {
    if (closed) return;
    turns += 1;
    if (timer) clearTimeout(timer.handle);
    timer = null;
    try {
      lookAtClock();
      claims.refresh();
      const more = runBatch();
      claims.refresh();
      for (const lane of lanes) lane.fill();
      if (options.advanceCommands?.() || more) wake();
      else sleepUntilDue();
    } catch (error) {
      const wire = toWireError(error);
      ctx.ports.logger.log('error', 'the runner pauses', { error: wire.message });
      ctx.emit({ name: 'problem', payload: { error: wire } });
      wakeIn(TROUBLE_PAUSE);
    }
  }

  function writeLast(done: readonly Finished[]): void {
    try {
      ctx.unit(MACHINE, (tx) => {
        const batch = createInlineBatch(tx, graphs);
        for (const one of done) settleFinished(ctx, tx, graphs, one, batch);
        batch.drain();
      });
    } catch (error) {
      // Nobody is kept from closing by it: the next start takes it up as after a crash.
      ctx.ports.logger.log('error', 'what ended last was not written', { error: toWireError(error).message });
    }
  }

  /** What waits for a time waits no longer because the clock was put back. */
  function lookAtClock(): void {
    const now = ctx.ports.clock.now();
    const due = nextDue(ctx.db);
    const back = lastTurn - now;
    if (due !== null && back > 0) ctx.unit(MACHINE, (tx) => shiftDue(tx.db, -back));
    lastTurn = now;
    if (due !== null && due - Math.max(0, back) <= now) ctx.unit(MACHINE, (tx) => releaseDue(tx.db, now));
  }

  /** Writes what has ended and runs a batch of inline work. True when there may be more. */
  function runBatch(): boolean {
    const limit = careful > 0 ? 1 : BATCH;
    const done = inbox.slice(0, limit);
    const alone = careful > 0 && done.length > 0;
    const works = alone ? [] : ctx.db.read(() => nextInline(limit));
    if (done.length === 0 && works.length === 0) return false;
    try {
      ctx.unit(MACHINE, (tx) => {
        tx.ledger.expect([...done.map((one) => one.work.cycle), ...works.map((work) => work.cycle)]);
        const batch = createInlineBatch(tx, graphs);
        // A gate looks at its whole cycle, so it comes before anything is in memory only.
        for (const work of works) if (work.lane === 'gate') batch.run({ work, stored: true });
        for (const one of done) settleFinished(ctx, tx, graphs, one, batch);
        batch.drain();
        for (const work of works) {
          if (work.lane === 'spread') spreader.advance(tx, work, batch.sink);
          else if (work.lane === 'inline' && batch.hasRoom()) batch.run({ work, stored: true });
        }
        batch.drain();
      });
    } catch (error) {
      if (isSluiceError(error, 'disk-full', 'read-only', 'database-corrupt', 'io')) throw error;
      if (careful === 0) {
        careful = BATCH;
        return true;
      }
      setAside(done, works, error);
      careful = 1;
    }
    careful = Math.max(0, careful - 1);
    for (const one of inbox.splice(0, done.length)) one.written?.();
    return true;
  }

  function nextInline(limit: number): Finished['work'][] {
    const claim = (lane: 'gate' | 'inline' | 'spread', upTo: number) =>
      claims.next({ lane, limit: upTo, turn: turns });
    // One part of a long list a turn: what came out of it before goes first.
    const inline = [...claim('gate', limit), ...claim('inline', limit)].slice(0, limit);
    return inline.length < limit ? [...inline, ...claim('spread', 1)] : inline;
  }

  /** The one execution whose results cannot be written, for a reason that another attempt would not change. */
  function setAside(done: readonly Finished[], works: readonly Finished['work'][], error: unknown): void {
    const message = toWireError(error).message;
    ctx.ports.logger.log('error', 'a result could not be written', { error: message });
    ctx.unit(MACHINE, (tx) => {
      for (const work of [...done.map((one) => one.work), ...works]) {
        stop(tx, { work, stored: true }, 'fail', `The result could not be written: ${message}`);
      }
    });
  }

  function sleepUntilDue(): void {
    const due = nextDue(ctx.db);
    if (due !== null) wakeIn(due - ctx.ports.clock.now());
  }

  /** The soonest of what was asked for counts. */
  function wakeIn(ms: number): void {
    const delay = Math.min(Math.max(1, ms), LONGEST_TIMER);
    const at = performance.now() + delay;
    if (closed || (timer && timer.at <= at)) return;
    if (timer) clearTimeout(timer.handle);
    timer = { at, handle: setTimeout(wake, delay) };
  }

  return {
    wake,
    async close() {
      closed = true;
      if (scheduled) clearImmediate(scheduled);
      if (timer) clearTimeout(timer.handle);
      await Promise.all(lanes.map((lane) => lane.close()));
      // What ended while closing is written down; the rest is in the queue as it was.
      if (inbox.length > 0) writeLast(inbox.splice(0));
    },
  };
}
