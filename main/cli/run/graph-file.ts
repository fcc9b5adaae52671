/** Reading a pipeline from a JSON file, as the reference system exports it. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { SluiceError } from '#core/errors.ts';
import type { Graph, GraphProblem } from '#core/model/graph.ts';
import { readPipelineJson } from '#core/pipeline/json.ts';

export type GraphFile = {
  readonly name: string;
  readonly graph: Graph;
  /** What was noticed while reading. */
  readonly problems: readonly GraphProblem[];
};

/**
 * The graph in the file and its name: the one it states, else the file's.
 * @throws SluiceError `not-found`, `invalid-input` naming the place that does not fit.
 */
export async function readGraphFile(path: string): Promise<GraphFile> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new SluiceError('not-found', `The pipeline file ${path} cannot be read.`, { path }, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SluiceError('invalid-input', `${path} is not JSON: ${reason}`, { path }, { cause });
  }
  const { name, ...read } = readPipelineJson(json, path);
  return { ...read, name: name ?? basename(path).replace(/\.json$/i, '') };
}
