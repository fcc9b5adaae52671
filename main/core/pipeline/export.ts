/** A pipeline as the text of a file. */
import type { Pipeline } from '../model/pipeline.ts';
import { presentGraph } from './graph-facts.ts';
import { writePipelineJson } from './json.ts';

/** The JSON with its present settings and values; read and made into a pipeline elsewhere, it gives the same bytes again. */
export function exportPipeline(pipeline: Pipeline): string {
  const json = writePipelineJson({ name: pipeline.name, graph: presentGraph(pipeline) });
  return `${JSON.stringify(json, null, 2)}\n`;
}
