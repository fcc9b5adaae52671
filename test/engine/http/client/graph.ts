/**
 * A pipeline as the SDK holds it (reference sections 1.9 to 1.11 and 2.8): how it reads one, what of it it keeps, and what
 * it sends back. It drops what it does not know of nodes and ports, works positions out anew and repeats its own mistake
 * in the settings.
 */
import { randomUUID } from 'node:crypto';
import { must, need, notNull } from './readers.ts';
import type { Json } from './wire.ts';

export type Held = {
  readonly json: Json;
  readonly nodes: Json[];
  readonly connections: Json[];
  startNodes: Json[];
  settings: Json;
  variables: Json[];
  readonly was: { readonly settings: string; readonly variables: string };
};

const words = (text: string) => text.split(' ');
const SENT = words(
  'id url name creator createdAt updatedAt projectId orgId compositionId nodes connections startNodes description preview status settings variables',
);

export function readPipeline(json: Json): Held {
  need('pipeline', json, SENT);
  notNull('pipeline', json, ['nodes', 'connections']);
  for (const key of ['nodes', 'connections', 'startNodes', 'variables']) must(Array.isArray(json[key]), key);
  const variables = json.variables.map((variable: Json) => {
    need('variable', variable, words('id name reference creator value type createdAt updatedAt description'));
    return structuredClone(variable);
  });
  const held: Held = {
    json,
    nodes: [],
    connections: json.connections.map(readConnection),
    startNodes: structuredClone(json.startNodes),
    settings: json.settings,
    variables,
    was: { settings: JSON.stringify(settingsOf(json.settings)), variables: JSON.stringify(variables) },
  };
  for (const node of json.nodes) addNode(held, readNode(node));
  return held;
}

function readNode(json: Json): Json {
  need('node', json, words('id name type inputs outputs namespace projectId metadata'));
  notNull('node', json, ['inputs', 'outputs', 'namespace', 'metadata']);
  const { x, y } = json.metadata.position;
  must(typeof x === 'number' && typeof y === 'number', `the node ${json.name} has no place`);
  const position = { x: ((x - 100) / 340) * 340 + 100, y: ((y - 87) / 130.5) * 130.5 + 87, z: 0 };
  const { id, name, type, projectId, config, appId, appName = null, dpkName = null } = json;
  return {
    name,
    id,
    outputs: json.outputs.map(portOf),
    inputs: json.inputs.map(portOf),
    metadata: { ...structuredClone(json.metadata), position },
    type,
    namespace: namespaceOf(json.namespace),
    projectId,
    appName,
    dpkName,
    ...(config === undefined || config === null ? {} : { config }),
    ...(appId === undefined || appId === null ? {} : { appId }),
  };
}

function portOf(json: Json): Json {
  const { portId, type, name, color = null, displayName, variableName = null, portPercentage = null } = json;
  const kept = { portId, type, name, color, displayName, variableName, portPercentage };
  return {
    ...kept,
    ...(json.actions?.length > 0 ? { actions: json.actions } : {}),
    ...(json.defaultValue ? { defaultValue: json.defaultValue } : {}),
  };
}

function namespaceOf({ functionName, projectName = null, ...rest }: Json): Json {
  const more = ['moduleName', 'serviceName', 'packageName'].filter((key) => rest[key]);
  return { functionName, projectName, ...Object.fromEntries(more.map((key) => [key, rest[key]])) };
}

/** A condition is a text with JSON in it, or not there, or empty. */
function readConnection(json: Json): Json {
  need('connection', json, ['src', 'tgt']);
  const { src, tgt, action, condition } = json;
  const ends = {
    src: { nodeId: src.nodeId, portId: src.portId },
    tgt: { nodeId: tgt.nodeId, portId: tgt.portId },
  };
  must(!condition || typeof condition === 'string', 'connection.condition is no text');
  return { ...ends, ...(action ? { action } : {}), ...(condition ? { filters: JSON.parse(condition) } : {}) };
}

/** The first one becomes the root. */
export function addNode(held: Held, node: Json): Json {
  if (!held.nodes.includes(node)) held.nodes.push(node);
  if (held.startNodes.length === 0) held.startNodes.push({ nodeId: node.id, type: 'root' });
  return node;
}

type How = {
  readonly action?: string;
  readonly filters?: object;
  readonly out?: number;
  readonly into?: number;
};

/** From the first output to the first input; the action is the output's first unless one is said. */
export function connectNodes(held: Held, from: Json, to: Json, how: How = {}): Json {
  const [output, input] = [from.outputs[how.out ?? 0], to.inputs[how.into ?? 0]];
  for (const start of held.startNodes)
    if (start.nodeId === to.id && start.type === 'root') start.nodeId = from.id;
  const action = how.action ?? output.actions?.[0];
  held.connections.push({
    src: { nodeId: from.id, portId: output.portId },
    tgt: { nodeId: to.id, portId: input.portId },
    ...(action ? { action } : {}),
    ...(how.filters ? { filters: how.filters } : {}),
  });
  return addNode(held, to);
}

/** An event by default, or a time; on the node's own start, or one that is made for it. */
export function addTrigger(held: Held, node: Json, spec: object, type: 'Event' | 'Cron' = 'Event'): void {
  const usual = { filter: {}, resource: 'Item', executionMode: 'Once', actions: ['Created'] };
  const trigger = { type, spec: type === 'Event' ? { ...usual, ...spec } : spec };
  const start = held.startNodes.find(({ nodeId }) => nodeId === node.id);
  if (start) start.trigger = trigger;
  else held.startNodes.push({ nodeId: node.id, type: 'trigger', trigger });
}

/** With its connections; the first of those that stay becomes the start. */
export function removeNode(held: Held, name: string): void {
  const at = held.nodes.findIndex((node) => node.name === name);
  const [gone] = held.nodes.splice(at, 1);
  const kept = held.connections.filter(({ src, tgt }) => src.nodeId !== gone.id && tgt.nodeId !== gone.id);
  held.connections.splice(0, held.connections.length, ...kept);
  held.startNodes = held.startNodes.filter(({ nodeId }) => nodeId !== gone.id);
  const [first] = held.nodes;
  if (held.startNodes.length === 0 && first) held.startNodes = [{ nodeId: first.id, type: 'root' }];
}

/** Once the resume option is set, all four keys come with its text. */
export function settingsOf({ defaultResumeOption: option }: Json): Json {
  if (option === undefined || option === null) return {};
  const keys = ['defaultResumeOption', 'keepTriggersActive', 'activeTriggerAskAgain', 'lastUpdate'];
  return Object.fromEntries(keys.map((key) => [key, option]));
}

/** What an update sends: all of it. */
export function toJson(held: Held): Json {
  const { json, nodes, connections, startNodes, variables } = held;
  const settings = settingsOf(held.settings);
  const given = (key: string) => (json[key] === undefined || json[key] === null ? {} : { [key]: json[key] });
  const all = words('id name creator status projectId createdAt updatedAt compositionId orgId url');
  return {
    ...Object.fromEntries(all.map((key) => [key, json[key]])),
    startNodes,
    nodes,
    connections: connections.map(({ filters, ...rest }) => ({
      ...rest,
      ...(filters && Object.keys(filters).length > 0 ? { condition: JSON.stringify(filters) } : {}),
    })),
    ...(variables.length > 0 ? { variables } : {}),
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
    ...given('preview'),
    ...given('description'),
    ...given('revisions'),
    ...given('updatedBy'),
  };
}

export function io(name = 'item', type = 'Item', actions?: readonly string[]): Json {
  const display = actions?.[0] ?? name;
  return portOf({ portId: randomUUID(), type, name, displayName: display, actions });
}

export type NodeWish = {
  readonly name: string;
  readonly type: string;
  readonly functionName: string;
  readonly at?: number;
  readonly metadata?: object;
  readonly config?: object;
  readonly inputs?: readonly Json[];
  readonly outputs?: readonly Json[];
  readonly namespace?: object;
};

/** A new node with ports for items unless others are said; its place as the SDK works it out. */
export function makeNode(project: Json, wish: NodeWish): Json {
  const { name, type, functionName, at = 1, metadata = {}, config, namespace = {} } = wish;
  return {
    name,
    id: randomUUID(),
    outputs: wish.outputs ?? [io()],
    inputs: wish.inputs ?? [io()],
    metadata: { position: { x: at * 340 + 100, y: 217.5, z: 0 }, ...metadata },
    type,
    namespace: { functionName, projectName: project.name, ...namespace },
    projectId: project.id,
    appName: null,
    dpkName: null,
    ...(config ? { config } : {}),
  };
}

const UTILS = { serviceName: 'pipeline-utils', projectName: 'DataloopTasks' };

export function datasetNode(project: Json, name: string, dataset: Json, more: Json = {}): Json {
  const metadata = { datasetId: dataset?.id, triggerToPipeline: { filter: null }, ...more };
  return makeNode(project, {
    name,
    type: 'storage',
    functionName: 'dataset_handler',
    metadata,
    namespace: UTILS,
  });
}

export function taskNode(project: Json, name: string, dataset: Json, owner: string, more: Json = {}): Json {
  const isQa = more.taskType === 'qa';
  const actions = more.actions ?? [isQa ? 'approve' : 'complete', 'discard'];
  const { actions: _actions, outputs: _outputs, ...rest } = more;
  const metadata = {
    datasetId: dataset.id,
    recipeTitle: 'recipe',
    recipeId: dataset.metadata.system.recipes[0],
    taskOwner: owner,
    taskType: 'annotation',
    workload: [{ assigneeId: owner, load: 100 }],
    repeatable: true,
    priority: 2,
    dueDate: 1795948595496.74,
    ...rest,
  };
  const outputs = more.outputs ?? [io('item', 'Item', actions)];
  return makeNode(project, {
    name,
    type: 'task',
    functionName: 'move_to_task',
    metadata,
    outputs,
    namespace: UTILS,
  });
}

/** A method of a Python class, as the SDK wraps a function. */
export function codeNode(project: Json, name: string, functionName: string, code: string): Json {
  return makeNode(project, {
    name,
    type: 'code',
    functionName,
    config: { package: { code, name: functionName, type: 'code' } },
  });
}
