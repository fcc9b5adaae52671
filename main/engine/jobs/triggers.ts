/** What starts cycles by itself when something happens to an entity. Times are in `timed.ts`. */
import { toWireError } from '#core/errors.ts';
import type { ReadableDb } from '../db/driver.ts';
import type { Work } from '../db/queries/executions.ts';
import { listListening, type PipelineHead } from '../db/queries/pipelines.ts';
import { addStarted, listInactive, markFired } from '../db/queries/triggers.ts';
import type { Happening } from '../happening.ts';
import { storageOf } from '../nodes/dataset-config.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import type { Tx } from '../unit.ts';
import { startCycle } from './cycles.ts';
import type { Graphs } from './graphs.ts';
import { type EventListener, isInside, listenersOf, passes } from './listeners.ts';
import { readSubject, type Subject } from './subjects.ts';

/** Cycles that start one another without a person: two pipelines that feed each other would never end. */
const MAX_HOPS = 16;

type Place = { readonly plan: RunPlan; readonly node: RunNode };
type Target = Place & { readonly listener: EventListener };

/** Who wants a kind of event: by the dataset that they are set to listen in, and those that it is not so plain of. */
type Wanted = { readonly inDataset: Map<string, Target[]>; readonly others: Target[] };
type Word = `${Happening['resource']} ${Happening['action']}`;
type Targets = ReadonlyMap<Word, Wanted>;

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
    const round: Round = { started: new Map(), inactive: null };
    for (const happening of happenings) {
      const wanted = targets.get(`${happening.resource} ${happening.action}`);
      const subject = wanted && readSubject(tx.db, happening);
      if (!subject) continue;
      for (const target of listening(tx, wanted, subject)) hear(tx, round, target, happening, subject);
    }
    for (const [node, cycles] of round.started) addStarted(tx.db, node, cycles, tx.now);
  };
}

/** What nobody wants is known from this at once, which is what most happenings are. */
function targetsOf(tx: Tx, graphs: Graphs, pipelines: readonly PipelineHead[]): Targets {
  const targets = new Map<Word, Wanted>();
  for (const { id, installedVersion } of pipelines) {
    try {
      const plan = graphs(id, installedVersion);
      for (const listener of listenersOf(plan).events) addTarget(tx.db, targets, plan, listener);
    } catch (error) {
      // A pipeline that cannot be read must not hold up the others, nor the change that they are told of.
      const text = `Its triggers do not fire: ${toWireError(error).message}`;
      tx.explain({ kind: 'trigger-failed', pipelineId: id, text });
    }
  }
  return targets;
}

function addTarget(db: ReadableDb, targets: Map<Word, Wanted>, plan: RunPlan, listener: EventListener): void {
  const { node } = listener;
  const datasetId = listener.place === 'fixed' ? storageOf(db, plan, node)?.datasetId : undefined;
  for (const action of listener.hears) {
    const word = `${listener.resource as Happening['resource']} ${action}` as const;
    const wanted = targets.get(word) ?? { inDataset: new Map<string, Target[]>(), others: [] };
    targets.set(word, wanted);
    const list = datasetId === undefined ? wanted.others : (wanted.inDataset.get(datasetId) ?? []);
    if (datasetId !== undefined) wanted.inDataset.set(datasetId, list);
    list.push({ plan, node, listener });
  }
}

/** Those of them that listen where the subject is. */
function* listening({ db }: Tx, { inDataset, others }: Wanted, subject: Subject): Iterable<Target> {
  const { where } = subject;
  const here = where ? (inDataset.get(where.datasetId) ?? []) : [];
  const projectId = others.length > 0 ? subject.projectId() : null;
  for (const target of [...here, ...others]) {
    if (target.listener.place !== 'project') {
      const storage = storageOf(db, target.plan, target.node);
      if (where && storage && isInside(storage, where)) yield target;
    } else if (target.plan.projectId === projectId) yield target;
  }
}

/** What is the same for all that happened in a transaction. */
type Round = {
  /** Cycles started, by the number of the node. */
  readonly started: Map<number, number>;
  /** Nodes whose triggers are switched off; null: not asked for yet. */
  inactive: ReadonlySet<number> | null;
};

function hear(tx: Tx, round: Round, target: Target, happening: Happening, subject: Subject): void {
  const { plan, node, listener } = target;
  round.inactive ??= new Set(listInactive(tx.db));
  if (round.inactive.has(node.key)) return;
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
