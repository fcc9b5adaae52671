/** Reading a pipeline from a JSON file, as the reference system exports it. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { invalidInput } from '#contract/envelope.ts';
import { SluiceError } from '#core/errors.ts';
import { nameSchema } from '#core/model/common.ts';
import { type Graph, graphSchema } from '#core/model/graph.ts';

export type GraphFile = { readonly name: string; readonly graph: Graph };

const fileSchema = graphSchema.and(z.looseObject({ name: nameSchema.optional() }));

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
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) throw invalidInput(`${path} is not a pipeline`, parsed.error.issues);
  const { name, nodes, connections, startNodes } = parsed.data;
  // Only what makes the graph: an export also carries ids and times of the system it comes from.
  return { name: name ?? basename(path).replace(/\.json$/i, ''), graph: { nodes, connections, startNodes } };
}
