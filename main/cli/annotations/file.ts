/** Files of annotations, in the shape that the reference system exports: alone, as a list, or with their item. */
import { readFile } from 'node:fs/promises';
import { SluiceError } from '#core/errors.ts';
import { isRecord } from '#core/formats/dataloop/json.ts';

/** @throws SluiceError `not-found` for a file that cannot be read, `invalid-input` for what is no JSON. */
export async function readAnnotationFile(path: string): Promise<readonly unknown[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new SluiceError('not-found', `${path} cannot be read.`, { path }, { cause });
  });
  const json = parse(text, path);
  if (Array.isArray(json)) return json;
  if (isRecord(json) && Array.isArray(json['annotations'])) return json['annotations'];
  return [json];
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SluiceError('invalid-input', `${path} is not JSON: ${why}.`, { path }, { cause });
  }
}
