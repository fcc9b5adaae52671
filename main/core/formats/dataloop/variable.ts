/** A pipeline's variables on the wire (reference section 1.9). */
import { SluiceError } from '../../errors.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { variablesOf } from '../../pipeline/variables.ts';
import { isoTime, isRecord, type Json, without } from './json.ts';

/** What the server says itself. */
const OWNED = ['reference', 'creator', 'createdAt', 'updatedAt'];

/** With their present values. */
export function writeVariables(pipeline: Pipeline) {
  const values = presentValues(pipeline);
  return (pipeline.graph.variables ?? []).map((variable) => ({
    description: null,
    type: 'Json',
    ...variable,
    id: variable.id ?? variable.name,
    value: values.get(variable.name) ?? null,
    reference: pipeline.id,
    creator: pipeline.creator,
    createdAt: isoTime(pipeline.createdAt),
    updatedAt: isoTime(pipeline.updatedAt),
  }));
}

function presentValues({ graph, variables }: Pipeline): ReadonlyMap<string, unknown> {
  const initial = variablesOf(graph).map(({ name, value }) => [name, value] as const);
  return new Map([...initial, ...Object.entries(variables)]);
}

export type VariablesChange = {
  /** As the graph has them. */
  readonly definitions: readonly Json[];
  /** The values that are others now, by name. */
  readonly values: Readonly<Record<string, unknown>>;
};

/**
 * All variables of a pipeline as they were sent. A value alone is no change of the graph.
 * @throws SluiceError `invalid-input` when it is no list of variables with names.
 */
export function readVariables(before: Pipeline, sent: unknown): VariablesChange {
  const list = sent ?? [];
  if (!Array.isArray(list)) throw new SluiceError('invalid-input', '"variables" must be a list.');
  const stored = new Map((before.graph.variables ?? []).map((variable) => [variable.name, variable]));
  const values = presentValues(before);
  const changed: [string, unknown][] = [];
  const definitions = list.map((one: unknown, index): Json => {
    if (!isRecord(one) || typeof one['name'] !== 'string' || one['name'] === '') {
      throw new SluiceError('invalid-input', `variables.${index}.name: a variable must have a name.`);
    }
    const { name } = one;
    const value = one['value'] ?? null;
    if (JSON.stringify(value) !== JSON.stringify(values.get(name) ?? null)) changed.push([name, value]);
    const own = without(one, OWNED);
    const old = stored.get(name);
    if (!old) return own;
    const filled = [
      ...(old.id === undefined && own['id'] === name ? ['id'] : []),
      ...(old.type === undefined && own['type'] === 'Json' ? ['type'] : []),
      ...(old.description === undefined && own['description'] === null ? ['description'] : []),
    ];
    // The value of the definition is what a run begins with when none was set: it stays.
    return { ...old, ...without(own, [...filled, 'value']) };
  });
  return { definitions, values: Object.fromEntries(changed) };
}
