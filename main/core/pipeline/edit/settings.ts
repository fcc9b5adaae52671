/** Changes of a pipeline's settings. */
import type { Graph } from '../../model/graph.ts';
import type { PipelineSettings } from '../settings.ts';

/** With a setting; null: without it. What else is stored stays. */
export function changeSetting<K extends keyof PipelineSettings>(
  graph: Graph,
  name: K,
  value: PipelineSettings[K],
): Graph {
  const { settings } = graph;
  const stored = typeof settings === 'object' && settings !== null ? settings : {};
  const others = Object.fromEntries(Object.entries(stored).filter(([key]) => key !== name));
  return { ...graph, settings: value === null ? others : { ...stored, [name]: value } };
}
