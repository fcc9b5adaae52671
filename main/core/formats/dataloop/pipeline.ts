/** Pipelines on the wire (reference section 1.9). */
import { SluiceError } from '../../errors.ts';
import type { Graph } from '../../model/graph.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { readPipelineJson } from '../../pipeline/json.ts';
import { placedNodes } from '../../pipeline/layout.ts';
import { settingsOf } from '../../pipeline/settings.ts';
import { readConnection, writeConnection } from './connection.ts';
import { isoTime, isRecord, type Json, textIn, urlOf, without } from './json.ts';
import { type LoadedNode, readNode, writeNode } from './node.ts';
import { readVariables, writeVariables } from './variable.ts';

/** What the server says itself: what a client sends for it is not looked at. Clients send all of it back. */
const OWNED = [
  'id',
  'url',
  'creator',
  'createdAt',
  'updatedAt',
  'updatedBy',
  'projectId',
  'orgId',
  'compositionId',
  'status',
  'versionNumber',
  'resetTimestamp',
  'revisions',
];

/** What is no part of the graph. */
const BESIDE = [...OWNED, 'name', 'description', 'settings'];

/**
 * Every list is there and every node has a place, or clients drop the pipeline without a word.
 * @param loaded of its dataset nodes, those that ran what was there at their first install.
 */
export function writePipeline(pipeline: Pipeline, base: string, loaded: readonly LoadedNode[] = []) {
  const { graph, projectId } = pipeline;
  const commands = new Map(loaded.map(({ nodeId, commandId }) => [nodeId, commandId]));
  return {
    preview: null,
    ...without(graph, BESIDE),
    id: pipeline.id,
    url: urlOf(base, 'pipelines', pipeline.id),
    name: pipeline.name,
    creator: pipeline.creator,
    createdAt: isoTime(pipeline.createdAt),
    updatedAt: isoTime(pipeline.updatedAt),
    projectId,
    orgId: 'local',
    compositionId: pipeline.id,
    nodes: placedNodes(graph).map((node) => writeNode(node, projectId, commands.get(node.id))),
    connections: graph.connections.map(writeConnection),
    startNodes: graph.startNodes,
    description: pipeline.description ?? graph.description ?? null,
    status: pipeline.status,
    settings: writeSettings(pipeline),
    variables: writeVariables(pipeline),
    versionNumber: pipeline.version,
  };
}

/** Those that are set and can be understood. */
function writeSettings({ graph, settings }: Pipeline): Json {
  const stored = isRecord(graph.settings) ? graph.settings : {};
  const read = settingsOf({ ...graph, settings: { ...stored, ...settings } });
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== null));
}

export type NewPipeline = {
  readonly graph: Graph;
  readonly description: string | null;
  readonly settings: Json;
};

/** @throws SluiceError `invalid-input` naming the place that does not fit. */
export function readNewPipeline(json: Json): NewPipeline {
  const connections = connectionsIn(json);
  const sent = { nodes: [], ...without(json, BESIDE), ...(connections ? { connections } : {}) };
  const { graph } = readPipelineJson(sent);
  return {
    graph,
    description: textIn(json, 'description') ?? null,
    settings: readSettings({}, graph, json['settings']),
  };
}

export type PipelineChange = {
  readonly name: string | undefined;
  readonly description: string | null | undefined;
  readonly settings: Json | undefined;
  readonly graph: Graph | undefined;
  /** Values by the variables' names. */
  readonly variables: Json | undefined;
};

/**
 * What an update changes. Status, creator and the like are the server's, and settings of a wrong type count as not sent:
 * the reference's client writes the value of one into all of them.
 * @throws SluiceError `invalid-input` naming the place that does not fit.
 */
export function readPipelineChange(before: Pipeline, json: Json): PipelineChange {
  const sent = without(json, BESIDE);
  const variables = 'variables' in sent ? readVariables(before, sent['variables']) : null;
  const isGraph = Object.keys(sent).length > 0;
  const settings = json['settings'];
  return {
    name: textIn(json, 'name'),
    description: json['description'] === null ? null : textIn(json, 'description'),
    settings: isRecord(settings) ? readSettings(before.settings, before.graph, settings) : undefined,
    graph: isGraph ? changedGraph(before, sent, variables?.definitions) : undefined,
    variables: variables?.values,
  };
}

function changedGraph(before: Pipeline, sent: Json, variables: readonly Json[] | undefined): Graph {
  const { graph, projectId } = before;
  const stored = new Map(graph.nodes.map((node) => [node.id as string, node]));
  const { nodes } = sent;
  const connections = connectionsIn(sent);
  const given = {
    ...sent,
    ...(Array.isArray(nodes) ? { nodes: nodes.map((node) => readNode(stored, node, projectId)) } : {}),
    ...(connections ? { connections } : {}),
    ...(variables ? { variables: variables.length > 0 || graph.variables ? variables : null } : {}),
  };
  const gone = Object.entries(given).filter(([, value]) => value === null || value === undefined);
  const absent = gone.map(([key]) => key);
  return readPipelineJson({ nodes: [], ...without({ ...graph, ...given }, absent) }).graph;
}

function connectionsIn(json: Json): unknown[] | null {
  const { connections } = json;
  return Array.isArray(connections) ? connections.map(readConnection) : null;
}

/** The settings with those that were sent and can be understood; null takes one away. */
function readSettings(before: Json, graph: Graph, sent: unknown): Json {
  if (!isRecord(sent)) return before;
  const read = settingsOf({ ...graph, settings: sent });
  const given = Object.entries(read).filter(([key, value]) => value !== null || sent[key] === null);
  const after = { ...before, ...Object.fromEntries(given) };
  return Object.fromEntries(Object.entries(after).filter(([, value]) => value !== null));
}

/** A list that is sent by itself, or under its key: both are in use. @throws SluiceError `invalid-input` */
export function listIn(body: unknown, key: string): unknown[] {
  const list = isRecord(body) ? body[key] : body;
  if (Array.isArray(list)) return list;
  throw new SluiceError('invalid-input', `The body must be a list, or have a list in "${key}".`);
}
