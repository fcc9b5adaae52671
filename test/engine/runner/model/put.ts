/** Putting what is stuck at one node of a cycle to another one, in the model. */
import type { PlanNode } from '#core/pipeline/plan.ts';
import { itemOf, type Model, type ModelCycle, type ModelExecution } from './model.ts';

const STUCK: readonly ModelExecution['state'][] = ['queued', 'parked', 'failed'];

/** False when it cannot be done; then nothing is changed. */
export function put(model: Model, cycle: ModelCycle, from: string, to: string): boolean {
  const plan = model.planOf(cycle);
  const [source, target] = [plan.nodes.get(from), plan.nodes.get(to)];
  const [first] = cycle.executions;
  const start = plan.nodes.get(first?.node ?? '');
  if (!source || !target || !start || source === target || target.joins) return false;
  if (start !== target && !start.downstream.has(to)) return false;
  const stuck = cycle.executions.filter(({ node, state }) => node === from && STUCK.includes(state));
  const inputs = stuck.map((one) => inputAt(source, target, one));
  if (stuck.length === 0 || inputs.includes(null)) return false;
  stuck.forEach((one, at) => {
    const { branch } = one;
    const input = inputs[at] ?? {};
    model.create({ cycle, node: target, sources: [one], connection: null, branch, input, put: true });
  });
  for (const one of stuck) {
    model.leaveTask(one);
    one.state = 'terminated';
  }
  model.settle(cycle);
  return true;
}

function inputAt(source: PlanNode, target: PlanNode, one: ModelExecution): ModelExecution['input'] | null {
  const name = target.fed[0] ?? target.node.inputs[0]?.name;
  const type = target.node.inputs.find((port) => port.name === name)?.type;
  if (name === undefined) return null;
  if (type === 'Item') {
    const item = itemOf(one);
    return item !== null && source.itemPort !== null ? { [name]: item } : null;
  }
  const same = source.node.inputs.find((port) => port.type === type && one.input[port.name] !== undefined);
  return same ? { [name]: one.input[same.name] ?? null } : null;
}
