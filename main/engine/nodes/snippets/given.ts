/** What a snippet is given: the values of its node's inputs, and the facts of its context. */
import { SluiceError } from '#core/errors.ts';
import { cycleIdOf, executionIdOf } from '#core/model/run-ids.ts';
import type { SnippetContext } from '../../code/snippet.ts';
import type { ReadableDb } from '../../db/driver.ts';
import { readCycleHeads } from '../../db/queries/cycles.ts';
import type { Work } from '../../db/queries/executions.ts';
import { variableValue } from '../inputs.ts';
import type { NodeRun } from '../node.ts';
import { type Json, portJson } from './entities.ts';

export type Given = {
  /** By name of the input; one that no value came for is not there. */
  readonly values: Readonly<Record<string, unknown>>;
  /** JSON of the items among the values, by id. */
  readonly items: ReadonlyMap<string, Json>;
};

/** The inputs' values, entities as their JSON. */
export function givenTo(db: ReadableDb, { node, input }: NodeRun): Given {
  const ports = node.inputs.filter((port) => input[port.name] !== undefined);
  const values = Object.fromEntries(
    ports.map((port) => [port.name, portJson(db, input[port.name], port.type)]),
  );
  const items = ports
    .filter((port) => port.type.replace(/\[\]$/, '') === 'Item')
    .flatMap((port) => values[port.name])
    .filter((value): value is Json & { id: string } => typeof value === 'object' && value !== null);
  return { values, items: new Map(items.map((item) => [item.id, item])) };
}

/**
 * The one argument of a snippet in JavaScript: the value of the node's only input; with several inputs an object with
 * their values by name.
 * @throws SluiceError `invalid-input` when nothing came for the only input.
 */
export function argumentOf({ node }: NodeRun, { values }: Given): unknown {
  const [only, ...others] = node.inputs;
  if (!only || others.length > 0) return values;
  if (Object.hasOwn(values, only.name)) return values[only.name];
  throw new SluiceError('invalid-input', `"${node.name}" was given no value for its input "${only.name}".`);
}

/** The same for all of a batch. */
export function contextOf(db: ReadableDb, { node, plan, work }: NodeRun): SnippetContext {
  const declared = plan.graph.variables ?? [];
  return {
    nodeId: node.id,
    nodeName: node.name,
    pipelineId: work.pipelineId,
    projectId: plan.projectId,
    variables: Object.fromEntries(declared.map(({ name }) => [name, variableValue(db, plan, name)])),
    // At its top level a snippet is not about an execution. To the hour, so that it need not be loaded anew each time.
    time: Math.floor(work.createdAt / 3_600_000) * 3_600_000,
  };
}

/** What differs between the executions of a batch. The clock shows when the execution came to be. */
export function ownContexts(db: ReadableDb, works: readonly Work[]): SnippetContext[] {
  const heads = readCycleHeads(
    db,
    works.map((work) => work.cycle),
  );
  const begun = new Map(heads.map((head) => [head.key, head.createdAt]));
  return works.map((work) => {
    const at = begun.get(work.cycle);
    return {
      cycleId: at === undefined ? null : cycleIdOf(work.cycle, at),
      executionId: executionIdOf(work.key, work.createdAt),
      time: work.createdAt,
    };
  });
}
