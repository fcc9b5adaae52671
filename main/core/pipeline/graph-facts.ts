/** What a pipeline's JSON says beside its graph, in both directions. */
import type { Metadata } from '../model/common.ts';
import type { Graph } from '../model/graph.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { settingsOf } from './settings.ts';

export type GraphFacts = { readonly description?: string; readonly settings?: Metadata };

/** What the JSON states, for the calls that make and change pipelines; settings of a wrong type count as not set. */
export function factsOf(graph: Graph): GraphFacts {
  const settings = Object.entries(settingsOf(graph)).filter(([, value]) => value !== null);
  const { description } = graph;
  return {
    ...(description ? { description } : {}),
    ...(settings.length > 0 ? { settings: Object.fromEntries(settings) } : {}),
  };
}

/** The graph with the present description, settings and values of variables; keys that are there keep their places. */
export function presentGraph({ graph, description, settings, variables }: Pipeline): Graph {
  const stored = graph.settings;
  const before = typeof stored === 'object' && stored !== null ? stored : {};
  const given = graph.variables?.map((variable) =>
    Object.hasOwn(variables, variable.name) ? { ...variable, value: variables[variable.name] } : variable,
  );
  return {
    ...graph,
    ...(given ? { variables: given } : {}),
    ...(Object.keys(settings).length > 0 ? { settings: { ...before, ...settings } } : {}),
    ...((graph.description || null) === (description || null) ? {} : { description }),
  };
}
