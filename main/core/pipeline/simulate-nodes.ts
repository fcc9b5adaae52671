/** The nodes that a simulation plays exactly as the runner would, but in memory. */
import { checkAnnotations } from '../annotation/rules.ts';
import { SluiceError } from '../errors.ts';
import type { GraphNode } from '../model/graph.ts';
import { asRecord, edited, tagsOf } from './simulate-edit.ts';
import { cloneOf } from './simulate-items.ts';
import type { Result, Visit } from './simulate-visit.ts';
import { type ConfigOf, parseConfig, type Runnable } from './specs.ts';
import { draw, groupByQuota, groupOfDraw } from './split.ts';

export type Play = (visit: Visit) => readonly Result[];

/** @throws SluiceError `pipeline-invalid` naming the node and the field. */
export function configOf<K extends Runnable>(kind: K, node: GraphNode): ConfigOf<K> {
  const parsed = parseConfig(kind, node);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const problem = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
  throw new SluiceError('pipeline-invalid', `"${node.name}" is not set up: ${problem}`, { nodeId: node.id });
}

export function playStorage({ datasetId, dir }: ConfigOf<'storage'>): Play {
  return (visit) => {
    const { node, items } = visit;
    const item = visit.item();
    if (item.datasetId === datasetId) return [{ action: null, why: `is in "${node.name}"` }];
    const id = cloneOf(items, item, datasetId, dir || item.folder);
    const outputs = { [node.outputs[0]?.name ?? 'item']: id };
    return [{ outputs, action: null, why: `put into "${node.name}", unless it is there already` }];
  };
}

export function playSplit(config: ConfigOf<'split'>): Play {
  const { groups, exact, seed, itemMetadata } = config.customNodeConfig;
  return (visit) => {
    const { node, token, shared, items } = visit;
    const { itemId, weight } = token;
    if (itemId === null) throw new SluiceError('invalid-input', `"${node.name}" needs an item.`);
    if (itemMetadata) {
      const [first] = Object.keys(tagsOf(visit.item()));
      const before = groups.find((group) => group.name === first)?.name;
      if (before) return [{ action: before, why: `group "${before}", which it was in` }];
    }
    const counts = shared.splits.get(node.id) ?? new Map<string, number>();
    shared.splits.set(node.id, counts);
    const drawn = draw(seed ?? shared.pipelineId, node.id, itemId);
    const group = exact ? groupByQuota(groups, counts, drawn) : groupOfDraw(groups, drawn);
    if (group === null) {
      throw new SluiceError('pipeline-invalid', `"${node.name}" has no group with a share.`);
    }
    counts.set(group, (counts.get(group) ?? 0) + weight);
    if (itemMetadata) items.change(itemId, edited(visit.item(), { tags: { add: [group], remove: [] } }));
    return [{ action: group, why: `group "${group}" ${exact ? 'by quota' : `by draw ${drawn.toFixed(4)}`}` }];
  };
}

export function playItemSet({ customNodeConfig }: ConfigOf<'item.set'>): Play {
  const { status, metadata, tags, folder } = customNodeConfig;
  const entries = Object.entries(metadata ?? {});
  const edit = {
    status,
    folder: folder ? `/${folder.split('/').filter(Boolean).join('/')}` : null,
    user: {
      set: Object.fromEntries(entries.filter(([, value]) => value !== null)),
      remove: entries.flatMap(([key, value]) => (value === null ? [key] : [])),
    },
    tags: { add: tags?.add ?? [], remove: tags?.remove ?? [] },
  };
  return (visit) => {
    const item = visit.item();
    visit.items.change(item.id, edited(item, metadata ? edit : { ...edit, user: undefined }));
    return [{ action: null, why: 'would be set' }];
  };
}

export function playRule(config: ConfigOf<'annotations.rule'>): Play {
  const { customNodeConfig: rules } = config;
  return (visit) => {
    const item = visit.item();
    const { passes, broken } = checkAnnotations(rules, visit.items.annotations(item.id), item);
    return [{ action: passes ? 'pass' : 'fail', why: passes ? 'every rule is kept' : broken.join(' ') }];
  };
}

export const playMerge: Play = ({ node, input }) => {
  const values = node.inputs.map((port) => input[port.name]);
  const outputs = Object.fromEntries(
    node.outputs.flatMap((port, at) => {
      const value = values[at] ?? values.find((one) => one !== undefined);
      return value === undefined ? [] : [[port.name, value]];
    }),
  );
  return [{ outputs, action: null, why: 'every input has come' }];
};

export const playUpdateVariable: Play = ({ node, input, shared }) => {
  const [port] = node.inputs;
  const value = port && input[port.name];
  if (!port || value === undefined) {
    throw new SluiceError('invalid-input', `"${node.name}" was given no value for its variable.`);
  }
  shared.variables.set(port.name, value);
  const [output] = node.outputs;
  const why = `the variable "${port.name}" is now ${JSON.stringify(value).slice(0, 200)}`;
  return [{ outputs: output ? { [output.name]: value } : {}, action: null, why }];
};

/**
 * One goes on, when all before it is done; of a visit that stands for many, one as well.
 * @param upstream ids of the nodes that lead here
 */
export function playWait(config: ConfigOf<'wait'>, upstream: readonly string[]): Play {
  return (visit) => {
    const { node, token } = visit;
    const { cycle, weight } = token;
    // It is itself under way, and may be among the nodes before it when it is in a loop.
    const others = (id: string) => (cycle.open.get(id) ?? 0) - (id === node.id ? 1 : 0);
    const done = upstream.every((id) => others(id) === 0 && !cycle.failed.has(id));
    const first = done && !cycle.continued.has(node.id);
    const outputs = { [node.outputs[0]?.name ?? 'item']: leaving(config, visit) };
    const why = done ? 'another one has gone on already' : 'something before it is not done yet';
    const waits = { outputs, action: 'wait', why, weight: first ? weight - 1 : weight };
    if (!first) return [waits];
    cycle.continued.add(node.id);
    const goes = { outputs, action: 'continue', why: 'everything before it is done', weight: 1 };
    return weight > 1 ? [goes, waits] : [goes];
  };
}

/** The item itself, or the one it was made from. */
function leaving({ customNodeConfig }: ConfigOf<'wait'>, visit: Visit): string {
  const item = visit.item();
  if (!customNodeConfig?.returnParent) return item.id;
  const named = asRecord(item.metadata['user'])['parentItemId'];
  const parent = typeof named === 'string' ? named : (item.frame?.videoId ?? item.sourceItemId);
  if (parent) return parent;
  throw new SluiceError('invalid-input', `${item.name} has no item that it was made from.`);
}
