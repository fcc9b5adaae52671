/**
 * Graphs come from other systems and other computers: a dataset in them may be left out, or named by a name or by an
 * id that means nothing here. Such a place is filled with a dataset of this project.
 */

import type { Graph, GraphNode } from '../model/graph.ts';
import type { DatasetId, NodeId, RecipeId } from '../model/ids.ts';
import { variablesOf } from './variables.ts';

type Named<Id> = { readonly id: Id; readonly name: string };

const HEX_ID = /^[0-9a-f]{24}$/;

/** What a place in the graph asks for: a dataset that is here, or one to make under a name. */
export type Wanted = { readonly id: DatasetId } | { readonly make: string };

/**
 * What a node's text for a dataset means in this project: an id or a name of one that is here; else a name to make.
 * An id from elsewhere says nothing to a person, so the node's own name is taken.
 */
export function wantedDataset(
  text: string | null,
  nodeName: string,
  datasets: readonly Named<DatasetId>[],
): Wanted {
  const name = text === null || HEX_ID.test(text) ? nodeName : text;
  const found =
    datasets.find((dataset) => dataset.id === text) ?? datasets.find((dataset) => dataset.name === name);
  return found ? { id: found.id } : { make: name };
}

/** The node's text for its dataset, null when it is left out; undefined for a node that needs none of its own. */
export function datasetText(node: GraphNode): string | null | undefined {
  if (node.type === 'storage') {
    if (textIn(node.metadata['variableDataset']) !== undefined) return undefined;
    return textIn(node.metadata['datasetId']) ?? null;
  }
  // A split without a dataset puts the frames beside their video.
  return textIn(functionConfig(node)?.['datasetId']);
}

/** The text of each variable that stands for a dataset node's dataset, by its name; null: it has no value. */
export function datasetVariables(graph: Graph): ReadonlyMap<string, string | null> {
  const storages = graph.nodes.filter((node) => node.type === 'storage');
  const used = new Set(storages.map((node) => textIn(node.metadata['variableDataset'])));
  const wanted = variablesOf(graph).filter(({ name }) => used.has(name));
  return new Map(wanted.map(({ name, value }) => [name, textIn(value) ?? null]));
}

/** Datasets of this project for the places in a graph: by the node's id, or by the variable's name. */
export type Filling = {
  readonly nodes: ReadonlyMap<NodeId, DatasetId>;
  readonly variables: ReadonlyMap<string, DatasetId>;
  readonly recipes: readonly Named<RecipeId>[];
};

/** The graph with a dataset's id in every place that needs one, and recipes that are here or none. */
export function fillGraph(graph: Graph, { nodes, variables, recipes }: Filling): Graph {
  const filled = {
    ...graph,
    nodes: graph.nodes.map((node) => withRecipe(withDataset(node, nodes.get(node.id)), recipes)),
  };
  if (variables.size === 0) return filled;
  const given = (graph.variables ?? []).map((variable) => {
    const value = variables.get(variable.name);
    return value === undefined ? variable : { ...variable, value };
  });
  return { ...filled, variables: given };
}

function withDataset(node: GraphNode, datasetId: DatasetId | undefined): GraphNode {
  if (datasetId === undefined) return node;
  if (node.type === 'storage') return { ...node, metadata: { ...node.metadata, datasetId } };
  const customNodeConfig = { ...functionConfig(node), datasetId };
  return { ...node, metadata: { ...node.metadata, customNodeConfig } };
}

function withRecipe(node: GraphNode, recipes: readonly Named<RecipeId>[]): GraphNode {
  if (node.type !== 'task') return node;
  const { recipeId: text, ...rest } = node.metadata;
  const found = recipes.find((recipe) => recipe.id === text || recipe.name === text);
  return { ...node, metadata: found ? { ...rest, recipeId: found.id } : rest };
}

function functionConfig(node: GraphNode): Record<string, unknown> | undefined {
  const config = node.metadata['customNodeConfig'];
  return typeof config === 'object' && config !== null ? { ...config } : undefined;
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** A dataset or recipe that a graph names, and where. */
export type NamedPlace = {
  readonly kind: 'dataset' | 'recipe';
  /** As it stands in the graph: an id or a name; empty when the place is left open. */
  readonly text: string;
  /** Names of the nodes and variables that name it. */
  readonly users: readonly string[];
};

/** Every dataset and recipe that the graph names, each once, in the order of the nodes; open places each for itself. */
export function namedPlaces(graph: Graph): readonly NamedPlace[] {
  const places = new Map<string, { kind: NamedPlace['kind']; text: string; users: string[] }>();
  const note = (kind: NamedPlace['kind'], text: string, user: string) => {
    const key = text === '' ? `${kind} of ${user}` : `${kind} ${text}`;
    const place = places.get(key);
    if (place) place.users.push(user);
    else places.set(key, { kind, text, users: [user] });
  };
  for (const node of graph.nodes) {
    const dataset = datasetText(node);
    if (dataset !== undefined) note('dataset', dataset ?? '', node.name);
    const recipe = node.type === 'task' ? textIn(node.metadata['recipeId']) : undefined;
    if (recipe !== undefined) note('recipe', recipe, node.name);
  }
  for (const [name, text] of datasetVariables(graph)) note('dataset', text ?? '', name);
  return [...places.values()];
}

/** What a person chose for the places that a graph names: an id by the text in the graph, or by the user of an open place. */
export type Choices = {
  readonly datasets: ReadonlyMap<string, DatasetId>;
  readonly recipes: ReadonlyMap<string, RecipeId>;
};

/** The graph with what was chosen; places without a choice stay exactly as they are. */
export function withChoices(graph: Graph, { datasets, recipes }: Choices): Graph {
  const nodes = graph.nodes.map((node) => {
    const text = datasetText(node);
    const dataset = text === undefined ? undefined : datasets.get(text ?? node.name);
    const filled = withDataset(node, dataset);
    const recipeText = node.type === 'task' ? textIn(node.metadata['recipeId']) : undefined;
    const recipeId = recipeText === undefined ? undefined : recipes.get(recipeText);
    return recipeId === undefined ? filled : { ...filled, metadata: { ...filled.metadata, recipeId } };
  });
  const wanted = datasetVariables(graph);
  if (wanted.size === 0) return { ...graph, nodes };
  const variables = (graph.variables ?? []).map((variable) => {
    const text = wanted.get(variable.name);
    const value = text === undefined ? undefined : datasets.get(text ?? variable.name);
    return value === undefined ? variable : { ...variable, value };
  });
  return { ...graph, nodes, variables };
}
