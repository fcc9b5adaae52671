/** A pipeline's file as a person chose or dropped it. */
import type { Graph, GraphProblem } from '#core/model/graph.ts';
import { readPipelineJson } from '#core/pipeline/json.ts';
import { type NamedPlace, namedPlaces } from '#core/pipeline/placeholders.ts';
import { validateGraph } from '#core/pipeline/validate.ts';

export type PipelineFile = {
  readonly name: string;
  readonly graph: Graph;
  /** What was noticed while reading, and what is wrong with the graph; errors first. */
  readonly problems: readonly GraphProblem[];
  readonly places: readonly NamedPlace[];
};

/** @throws SluiceError or SyntaxError when it is no pipeline; the message says why and names the file. */
export function readPipelineFile(text: string, fileName: string): PipelineFile {
  const json: unknown = JSON.parse(text);
  const { name, graph, problems } = readPipelineJson(json, fileName);
  const all = [...problems, ...validateGraph(graph)];
  return {
    name: name ?? fileName.replace(/\.json$/i, ''),
    graph,
    problems: [
      ...all.filter(({ severity }) => severity === 'error'),
      ...all.filter(({ severity }) => severity === 'warning'),
    ],
    places: namedPlaces(graph),
  };
}
