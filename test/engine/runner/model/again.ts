/** What people do to cycles in the model: end them, run them again, take them over to another version. */
import type { Model, ModelCycle, ModelExecution, ModelPlace } from './model.ts';
import { fail, isOpen } from './model.ts';

function supersede(model: Model, execution: ModelExecution): void {
  if (execution.state === 'terminated') return;
  model.leaveTask(execution);
  execution.state = 'terminated';
  execution.superseded = true;
}

/** False when it had ended. */
export function terminate(model: Model, cycle: ModelCycle): boolean {
  if (cycle.status === 'success' || cycle.status === 'failed' || cycle.status === 'terminated') return false;
  for (const execution of cycle.executions.filter(isOpen)) {
    model.leaveTask(execution);
    execution.state = 'terminated';
  }
  cycle.slots.clear();
  cycle.status = 'terminated';
  return true;
}

/** Ends what is open, and forgets all cycles. */
export function reset(model: Model): void {
  for (const cycle of model.cycles.splice(0)) {
    terminate(model, cycle);
    cycle.cleared = true;
  }
  model.taken.clear();
}

const putFrom = (execution: ModelExecution) =>
  execution.cycle.executions.filter((one) => one.put && one.sources.includes(execution));

/** What led to it counts, and nothing has come in its place. */
export function hasStanding(execution: ModelExecution): boolean {
  return stands(execution) && putFrom(execution).every(({ state }) => state === 'terminated');
}

/** The same of one that may have been put elsewhere. */
function stands(execution: ModelExecution): boolean {
  if (execution.superseded) return false;
  const [source] = execution.sources;
  if (execution.put && source) {
    return source.state === 'terminated' && putFrom(source).at(-1) === execution && stands(source);
  }
  return execution.sources.every((source) => source.state !== 'terminated' && source.state !== 'parked');
}

export function rerunFailed(model: Model, cycle: ModelCycle): void {
  const failed = cycle.executions.filter((one) => one.state === 'failed');
  if (failed.length === 0) return;
  cycle.status = 'rerun';
  for (const execution of failed) model.again(execution);
}

export function rerunAll(model: Model, cycle: ModelCycle): void {
  const [first] = cycle.executions;
  const node = model.planOf(cycle).nodes.get(first?.node ?? '');
  if (!first || !node) return;
  cycle.status = 'rerun';
  for (const execution of cycle.executions) {
    supersede(model, execution);
    execution.superseded = true;
  }
  cycle.slots.clear();
  model.create({ cycle, node, sources: [], connection: null, branch: '', input: first.input });
}

export function rerunFrom(model: Model, cycle: ModelCycle, nodes: readonly string[]): void {
  const plan = model.planOf(cycle);
  if (nodes.some((node) => !plan.nodes.has(node))) return;
  const again = cycle.executions.filter(
    (one) => nodes.includes(one.node) && (one.state !== 'terminated' || stands(one)),
  );
  const below = new Set<ModelExecution>();
  for (const execution of cycle.executions) {
    if (execution.sources.some((source) => again.includes(source) || below.has(source))) below.add(execution);
  }
  const starts = again.filter((one) => !below.has(one));
  if (starts.length === 0) return;
  cycle.status = 'rerun';
  const over = new Set([...below, ...starts]);
  for (const execution of over) {
    supersede(model, execution);
    if (starts.includes(execution)) execution.superseded = true;
  }
  for (const waiting of cycle.slots.values()) {
    for (const [port, { source }] of waiting) if (over.has(source)) waiting.delete(port);
  }
  for (const [key, waiting] of cycle.slots) if (waiting.size === 0) cycle.slots.delete(key);
  for (const start of starts) {
    const node = plan.nodes.get(start.node) ?? fail('it ran there');
    model.create({ ...start, node });
  }
}

/** Runs one again that failed or was ended. False when it counts no more. */
export function retry(model: Model, execution: ModelExecution): boolean {
  if (execution.state !== 'failed' && (execution.state !== 'terminated' || !hasStanding(execution)))
    return false;
  model.again(execution);
  return true;
}

/** Takes open cycles over to the version, where everything open in them is at a node of it. */
export function move(model: Model, version: number): void {
  for (const cycle of model.cycles) {
    if (cycle.version >= version || !['pending', 'in-progress', 'rerun'].includes(cycle.status)) continue;
    const plan = model.versions[version - 1] ?? fail('no such version');
    const stuck = cycle.executions
      .filter(isOpen)
      .some((one) => plan.nodes.get(one.node)?.node.type !== model.nodeOf(one)?.node.type);
    if (!stuck) cycle.version = version;
  }
}

/** Everything that came of it and counts. */
function descendants(from: ModelExecution): ModelExecution[] {
  const reached = new Set([from]);
  for (const one of from.cycle.executions) {
    // What was put elsewhere counts no more, and what became of it does.
    const led = one.sources.some(
      (source) => reached.has(source) && (source.state !== 'terminated' || one.put),
    );
    if (led) reached.add(one);
  }
  reached.delete(from);
  return [...reached].filter(({ state }) => state !== 'terminated');
}

/** Takes a decision back. False when somebody has decided further on, or its cycle was ended. */
export function undecide(model: Model, place: ModelPlace): boolean {
  const decided = place.executions.filter(
    ({ state, cycle }) => state === 'success' && cycle.status !== 'terminated',
  );
  if (place.state !== 'done' || decided.length === 0 || decided.some(({ cycle }) => cycle.cleared))
    return false;
  const after = new Set(decided.flatMap((one) => descendants(one)));
  const placeOf = (one: ModelExecution) =>
    [...model.places.values()].find(({ executions }) => executions.includes(one));
  const isSettled = (one: ModelExecution) => {
    const at = placeOf(one);
    return at ? at.state === 'done' : one.type === 'task' && one.state === 'success';
  };
  if ([...after].some(isSettled)) return false;
  for (const one of decided) one.state = 'parked';
  for (const one of after) {
    model.leaveTask(one);
    one.state = 'terminated';
    one.superseded = true;
  }
  for (const there of model.items.values()) {
    const stands = [...there.by].some(({ state }) => state === 'success');
    if (!stands && [...there.by].some((one) => after.has(one))) there.trashed = true;
  }
  for (const { cycle } of decided) {
    for (const waiting of cycle.slots.values()) {
      for (const [port, { source }] of waiting)
        if (after.has(source) || decided.includes(source)) waiting.delete(port);
    }
    model.settle(cycle);
  }
  place.state = 'open';
  place.status = null;
  return true;
}
