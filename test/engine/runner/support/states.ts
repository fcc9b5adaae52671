/** A world that notes every change of a state, and nodes that end as the test wants. */
import { SluiceError } from '#core/errors.ts';
import type { ItemId } from '#core/model/ids.ts';
import type { BatchNode, InlineNode, LongNode, Outcome } from '#engine/nodes/node.ts';
import { openWorld, type World } from '#test/support/engine-world.ts';
import { type Bench, type Flow, graphOf, makeFlow } from './flow.ts';
import { echo, fn, give, type Runners, withRunners } from './nodes.ts';

/** What the nodes of the test do now. */
export type Control = {
  /** How slow and batched nodes end; null: they wait. */
  ending: 'done' | 'fail' | 'fault' | 'crash' | 'list' | null;
  /** Nodes that wait look again. */
  go(): void;
  /** True: there is hardly any room on the disk. */
  diskIsLow: boolean;
};

const LIST = Array.from({ length: 1001 }, (_, at) => at);

export function createControl(): Control & { readonly runners: Runners } {
  let waiting: (() => void)[] = [];
  const control = {
    ending: 'done' as Control['ending'],
    diskIsLow: false,
    go() {
      for (const wake of waiting) wake();
      waiting = [];
    },
  };
  async function outcome(signal: AbortSignal): Promise<Outcome> {
    while (control.ending === null && !signal.aborted) {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    if (signal.aborted) throw new SluiceError('aborted', 'Stopped.');
    switch (control.ending) {
      case 'fail':
        return { ok: false, error: new SluiceError('invalid-input', 'It cannot be done.') };
      case 'fault':
        return { ok: false, error: new SluiceError('io', 'Not now.') };
      case 'crash':
        return { ok: false, error: new SluiceError('tool-failed', 'The helper died.', { crash: true }) };
      case 'list':
        return { ok: true, result: { kind: 'done', outputs: { n: LIST }, action: null, why: 'many' } };
      default:
        return { ok: true, result: { kind: 'done', action: null, why: 'done' } };
    }
  }
  const long = (lane: LongNode['lane']): LongNode => ({
    lane,
    job: null,
    async run(run) {
      const ended = await outcome(run.signal);
      if (!ended.ok) throw ended.error;
      return ended.result;
    },
  });
  const batch: BatchNode = {
    lane: 'code',
    runBatch: async (_ctx, runs, signal) => Promise.all(runs.map(() => outcome(signal))),
  };
  const fragile: InlineNode = {
    lane: 'inline',
    writes: false,
    run(_tx, run) {
      if (control.ending === 'fail') throw new SluiceError('invalid-input', 'It cannot be done.');
      return { kind: 'done', outputs: run.input, action: null, why: 'held' };
    },
  };
  return Object.assign(control, {
    runners: { give, echo, fragile, batch, slow: long('network'), media: long('media') },
  });
}

/** `FROM>TO` of every change of a state so far. */
export type Seen = { readonly executions: () => string[]; readonly cycles: () => string[] };

/** Opens a world with these nodes that notes the changes of states. */
export async function openNoting(
  control: ReturnType<typeof createControl>,
  at: { folder?: string; now?: number } = {},
): Promise<{ world: World; seen: Seen }> {
  const world = await openWorld({
    ...at,
    graphs: withRunners(control.runners),
    disk: {
      low: () => control.diskIsLow,
      room: () => ({ free: control.diskIsLow ? 1.2e9 : 9e9, floor: 2e9 }),
    },
  });
  world.db.script(`CREATE TEMP TABLE seen (of TEXT, change TEXT);
    CREATE TEMP TRIGGER execution_made AFTER INSERT ON main.execution BEGIN
      INSERT INTO seen VALUES ('execution', 'queued>' || NEW.state); END;
    CREATE TEMP TRIGGER execution_changed AFTER UPDATE OF state ON main.execution BEGIN
      INSERT INTO seen VALUES ('execution', OLD.state || '>' || NEW.state); END;
    CREATE TEMP TRIGGER cycle_changed AFTER UPDATE OF status ON main.cycle BEGIN
      INSERT INTO seen VALUES ('cycle', OLD.status || '>' || NEW.status); END;`);
  const of = (what: string) => () =>
    world.db
      .all<{ change: string }>('SELECT change FROM seen WHERE of = :what', { what })
      .map((row) => row.change);
  return { world, seen: { executions: of('execution'), cycles: of('cycle') } };
}

/** A few turns of the event loop: what is quick is done then, what waits still waits. */
export async function turns(count = 6): Promise<void> {
  for (let at = 0; at < count; at += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The pipeline of a node and then another, with one item sent into it; waits for nothing. */
export async function beginAt(
  world: World,
  bench: Bench,
  called: string,
): Promise<{ flow: Flow; itemId: ItemId }> {
  const graph = graphOf([fn('step', called), fn('after', 'echo')], ['step > after']);
  const flow = await makeFlow(world, bench, graph);
  const { id: itemId } = world.arrive(bench.inbox, 'a.png');
  await world.calls['pipelines.execute']({ pipelineId: flow.pipelineId, itemIds: [itemId] });
  await turns();
  return { flow, itemId };
}

/** The first execution there is, as it is in the database. */
export function firstRow({ db }: World) {
  return db.get<{ state: string; attempt: number; crashes: number; due: number | null }>(
    `SELECT state, attempt, crashes, not_before AS due FROM execution ORDER BY key LIMIT 1`,
  );
}

/** Moves the clock, and lets what waits for its time begin. */
export async function passTime(world: World, ms: number): Promise<void> {
  world.clock.at += ms;
  world.runner.wake();
  await turns();
}
