/** What the triggers of a version listen to, made ready to be asked for every event. */
import { toWireError } from '#core/errors.ts';
import { createCache } from '#core/filters/cache.ts';
import { compileMatcher, type Verdict } from '#core/filters/match.ts';
import { parseFilter } from '#core/filters/parse.ts';
import type { PortValues } from '#core/model/cycle.ts';
import { runnableOf } from '#core/pipeline/specs.ts';
import { type CronTrigger, type EventTrigger, triggersOf } from '#core/pipeline/triggers.ts';
import type { Happening } from '../happening.ts';
import { datasetVariable } from '../nodes/dataset-config.ts';
import type { RunNode, RunPlan } from '../nodes/node.ts';
import type { Subject } from './subjects.ts';

export type EventListener = EventTrigger & {
  readonly node: RunNode;
  /** Where it hears: in its dataset, in the one that a variable names just then, or in its whole project. */
  readonly place: 'fixed' | 'variable' | 'project';
  /** In the words in which they are raised, each once. */
  readonly hears: readonly Happening['action'][];
  /** What the node gets for an entity of that id. */
  readonly input: (id: string) => PortValues;
};

export type CronListener = CronTrigger & { readonly node: RunNode };

export type Listeners = {
  readonly events: readonly EventListener[];
  readonly times: readonly CronListener[];
};

const known = new WeakMap<RunPlan, Listeners>();

/** Of the nodes that are there. A version never changes, so they are read once. */
export function listenersOf(plan: RunPlan): Listeners {
  let listeners = known.get(plan);
  if (!listeners) {
    const events: EventListener[] = [];
    const times: CronListener[] = [];
    for (const trigger of triggersOf(plan.graph)) {
      const node = plan.nodes.get(trigger.nodeId);
      if (!node) continue;
      if (trigger.kind === 'cron') times.push({ ...trigger, node });
      else events.push(eventListener(trigger, node));
    }
    listeners = { events, times };
    known.set(plan, listeners);
  }
  return listeners;
}

function eventListener(trigger: EventTrigger, node: RunNode): EventListener {
  const place =
    runnableOf(node.node) !== 'storage' ? 'project' : datasetVariable(node.node) ? 'variable' : 'fixed';
  return { ...trigger, node, place, hears: heard(trigger), input: inputFor(node, trigger.resource) };
}

/** A clone is created too, and starts one cycle; a status that changes is one that is updated. */
function heard({ resource, actions }: EventTrigger): Happening['action'][] {
  const words = new Set(actions);
  if (words.has('Created')) words.delete('Clone');
  if (resource === 'ItemStatus' && words.delete('statusChanged')) words.add('Updated');
  return [...words] as Happening['action'][];
}

/** An entity goes into the first input for its kind; a status comes as its item. */
export function inputFor(node: RunNode, resource: string): (id: string) => PortValues {
  const type = resource === 'ItemStatus' ? 'Item' : resource;
  const port = node.node.inputs.find((one) => one.type === type || one.type === `${type}[]`);
  if (!port) return () => ({});
  return port.type === type ? (id) => ({ [port.name]: id }) : (id) => ({ [port.name]: [id] });
}

const conditions = createCache<(subject: Subject) => Verdict>(500);

/**
 * Whether an entity passes a filter, a JSON text. A filter that cannot be applied lets nothing pass: it must not hold up
 * the others, nor the change that they were told of.
 */
export function passes(filter: string, subject: Subject): Verdict & { readonly broken: boolean } {
  try {
    return { ...conditions.get(filter, compile)(subject), broken: false };
  } catch (error) {
    const reason = `its filter could not be applied: ${toWireError(error).message}`;
    return { matches: false, reason, broken: true };
  }
}

function compile(text: string): (subject: Subject) => Verdict {
  const filter = parseFilter(text);
  const matches = compileMatcher(filter);
  if (filter.join) return (subject) => matches(subject.entity(), subject.related());
  return (subject) => matches(subject.entity());
}

/** Whether an item is where a dataset node listens: in its dataset, in its folder or one below. */
export function isInside(
  { datasetId, dir }: { readonly datasetId: string; readonly dir?: string | null | undefined },
  where: { readonly datasetId: string; readonly folder: string },
): boolean {
  if (where.datasetId !== datasetId) return false;
  if (!dir) return true;
  const folder = dir.replace(/^\/+|\/+$/g, '');
  return folder === '' || `${where.folder}/`.startsWith(`/${folder}/`);
}
