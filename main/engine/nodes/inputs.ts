/** What a node is run with: the values that came, and defaults or variables for the inputs that none came for. */
import { SluiceError } from '#core/errors.ts';
import type { PortValues } from '#core/model/cycle.ts';
import type { ReadableDb } from '../db/driver.ts';
import type { Work } from '../db/queries/executions.ts';
import { findItem } from '../db/queries/items.ts';
import { readVariables } from '../db/queries/pipelines.ts';
import type { NodeRun, RunNode, RunPlan } from './node.ts';

/** What a node is run with. */
export function nodeRun(db: ReadableDb, plan: RunPlan, node: RunNode, work: Work): NodeRun {
  return new Run(db, plan, node, work);
}

/** The same with everything worked out now: for what goes on outside of a transaction. */
export function settledRun(db: ReadableDb, plan: RunPlan, node: RunNode, work: Work): NodeRun {
  const run = new Run(db, plan, node, work);
  const { projectId, input } = run;
  return { work, node: node.node, plan, projectId, input, item: () => run.item() };
}

/** Works out its values when they are asked for: most quick nodes look at the item's id only. */
class Run implements NodeRun {
  readonly work: Work;
  readonly plan: RunPlan;
  readonly #db: ReadableDb;
  readonly #node: RunNode;

  constructor(db: ReadableDb, plan: RunPlan, node: RunNode, work: Work) {
    this.work = work;
    this.plan = plan;
    this.#db = db;
    this.#node = node;
  }

  get node() {
    return this.#node.node;
  }

  get projectId() {
    return this.plan.projectId;
  }

  get input() {
    return inputValues(this.#db, this.plan, this.#node, this.work);
  }

  item() {
    const id = this.work.itemId ?? givenItem(this.input, this.#node);
    const item = id === null ? null : findItem(this.#db, id);
    if (item) return item;
    throw new SluiceError('invalid-input', `"${this.node.name}" needs an item and was given none.`);
  }
}

function inputValues(db: ReadableDb, plan: RunPlan, node: RunNode, work: Work): PortValues {
  const { itemPort } = node.plan;
  const came: PortValues =
    work.input !== null
      ? JSON.parse(work.input)
      : itemPort !== null && work.itemId !== null
        ? { [itemPort]: work.itemId }
        : {};
  const missing = node.node.inputs.filter((port) => (came[port.name] ?? null) === null);
  if (missing.length === 0) return came;
  const values: Record<string, unknown> = { ...came };
  for (const port of missing) {
    const variable = port['variableName'];
    const value =
      typeof variable === 'string' ? variableValue(db, plan, variable) : (port['defaultValue'] ?? undefined);
    if (value !== undefined) values[port.name] = value;
    else if (node.plan.fed.includes(port.name) && port.name in came) {
      const text = `"${node.node.name}" was given nothing for its input "${port.name}".`;
      throw new SluiceError('invalid-input', text, { nodeId: node.id, portId: port.portId });
    } else delete values[port.name];
  }
  return values;
}

/** The item that a default or a variable stands for. */
function givenItem(input: PortValues, { plan }: RunNode): string | null {
  const value = plan.itemPort === null ? null : input[plan.itemPort];
  return typeof value === 'string' ? value : null;
}

/** The present value of a pipeline's variable: what a run gave it, else what the graph says; null when it has none. */
export function variableValue(db: ReadableDb, plan: RunPlan, name: string): unknown {
  const given = readVariables(db, plan.pipelineId);
  if (given.has(name)) return given.get(name) ?? null;
  const declared = plan.graph['variables'];
  const found = Array.isArray(declared) ? declared.find((one) => one?.name === name) : null;
  return found?.value ?? null;
}
