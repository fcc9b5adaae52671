/** What starts cycles by itself when something happens to an entity. Times are in `timed.ts`. */
import type { ReadableDb } from '../db/driver.ts';
import type { Work } from '../db/queries/executions.ts';
import { listListening, type PipelineHead } from '../db/queries/pipelines.ts';
import { addStarted, listInactive, markFired } from '../db/queries/triggers.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import type { Happening, Tx } from '../unit.ts';
import { startCycle } from './cycles.ts';
import type { Graphs } from './graphs.ts';
import { type EventListener, isInside, listenersOf, passes, storageOf } from './listeners.ts';
import { readSubject, type Subject } from './subjects.ts';

/** Cycles that start one another without a person: two pipelines that feed each other would never end. */
const MAX_HOPS = 16;

type Place = { readonly plan: RunPlan; readonly node: RunNode };
type Target = Place & { readonly listener: EventListener };
/** Who listens, by resource and action: what nobody listens to is known at once. */
type Targets = Map<Happening['resource'], Map<Happening['action'], Target[]>>;

/** Starts the cycles that wait for what happened. Called once in each transaction, at its end. */
export function createDispatch(graphs: Graphs): (tx: Tx, happenings: readonly Happening[]) => void {
  let key = '';
  let targets: Targets = new Map();
  return (tx, happenings) => {
    const pipelines = listListening(tx.db);
    const versions = pipelines.map(({ id, installedVersion }) => `${id} ${installedVersion}`).join();
    if (versions !== key) {
      targets = targetsOf(tx, graphs, pipelines);
      key = versions;
    }
    if (targets.size === 0) return;
    const round = newRound(tx.db);
    for (const happening of happenings) {
      const wanted = targets.get(happening.resource)?.get(happening.action);
      if (!wanted) continue;
      const subject = readSubject(tx.db, happening);
      if (!subject) continue;
      for (const target of wanted) hear(tx, round, target, happening, subject);
    }
    for (const [node, cycles] of round.started) addStarted(tx.db, node, cycles, tx.now);
  };
}

function targetsOf(tx: Tx, graphs: Graphs, pipelines: readonly PipelineHead[]): Targets {
  const targets: Targets = new Map();
  for (const { id, installedVersion } of pipelines) {
    const plan = planOf(tx, graphs, id, installedVersion);
    for (const listener of plan ? listenersOf(plan).events : []) {
      const resource = listener.resource as Happening['resource'];
      const byAction = targets.get(resource) ?? new Map<Happening['action'], Target[]>();
      targets.set(resource, byAction);
      for (const action of listener.hears) {
        const list = byAction.get(action) ?? [];
        byAction.set(action, list);
        if (plan) list.push({ plan, node: listener.node, listener });
      }
    }
  }
  return targets;
}

/** A pipeline that cannot be read must not hold up the others, nor the change that they are told of. */
function planOf(tx: Tx, graphs: Graphs, pipelineId: string, version: number): RunPlan | null {
  try {
    return graphs(pipelineId, version);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    tx.explain({ kind: 'trigger-failed', pipelineId, text: `Its triggers do not fire: ${why}` });
    return null;
  }
}

/** What is the same for all that happened in a transaction. */
type Round = {
  readonly isActive: (node: number) => boolean;
  /** Whether an item is where the listener's dataset node listens. */
  readonly isInside: (target: Target, subject: Subject) => boolean;
  /** Cycles started, by the number of the node. */
  readonly started: Map<number, number>;
};

function newRound(db: ReadableDb): Round {
  let inactive: Set<number> | null = null;
  const storages = new Map<EventListener, ReturnType<typeof storageOf>>();
  return {
    isActive(node) {
      inactive ??= new Set(listInactive(db));
      return !inactive.has(node);
    },
    isInside({ plan, node, listener }, { where }) {
      let storage = storages.get(listener);
      if (storage === undefined) {
        storage = storageOf(db, plan, node);
        storages.set(listener, storage);
      }
      return storage !== null && where !== null && isInside(storage, where);
    },
    started: new Map(),
  };
}

function hear(tx: Tx, round: Round, target: Target, happening: Happening, subject: Subject): void {
  const { plan, node, listener } = target;
  if (listener.storage ? !round.isInside(target, subject) : subject.projectId !== plan.projectId) return;
  if (!round.isActive(node.key)) return;
  const pass = (reason: string) => explainPass(tx, target, subject, { reason, broken: false });
  const { cause } = happening;
  if (cause && cause.pipelineId === plan.pipelineId && happening.action === 'Updated') {
    // Its own change: it would start itself again and again.
    pass('it made this change itself');
    return;
  }
  const hops = cause ? tx.ledger.cycle(cause.cycle).hops + 1 : 0;
  if (hops > MAX_HOPS) {
    pass(`${MAX_HOPS} cycles have caused one another before`);
    return;
  }
  const verdict = passes(listener.filter, subject);
  if (!verdict.matches) {
    explainPass(tx, target, subject, verdict);
    return;
  }
  if (listener.executionMode === 'Once' && !markFired(tx.db, node.key, subject.once)) {
    pass('it has started it before, and is to do so once');
    return;
  }
  startCycle(tx, {
    plan,
    nodeId: node.id,
    input: listener.input(subject.id),
    itemId: subject.itemId,
    hops,
    why: `Cycle started: ${happening.resource} ${happening.action}`,
  });
  round.started.set(node.key, (round.started.get(node.key) ?? 0) + 1);
}

/** Notes why an entity did not start a pipeline. `broken`: its filter could not be applied. */
export function explainPass(
  tx: Tx,
  { plan, node }: Place,
  { itemId }: Subject,
  { reason, broken }: { readonly reason: string; readonly broken: boolean },
): void {
  const kind = broken ? 'trigger-failed' : 'trigger-passed';
  const place = { pipelineId: plan.pipelineId, nodeId: node.id };
  const text = `Did not start the pipeline: ${reason}`;
  tx.explain({ ...place, ...(itemId ? { itemId } : {}), kind, text });
}

/** Tells of items that a node made. */
export function announceMade(tx: Tx, work: Work, itemIds: readonly string[]): void {
  for (const id of itemIds) tx.raise({ resource: 'Item', action: 'Created', id, cause: work });
}
