/** What is written at a remote: one thing a request, and only what differs (reference sections 2.4, 2.5 and 2.7). */
import { z } from 'zod';
import { SluiceError } from '#core/errors.ts';
import { diffOf, isRecord, type Json } from '#core/formats/dataloop/json.ts';
import { type Http, Refused } from '../http.ts';

/** Annotations of one request, as the reference system's own clients send them. */
const BATCH = 100;

const rowSchema = z.looseObject({ id: z.string() });

/** Answers them as they are there, in order. Throws as `Http.ask`. */
export async function addAnnotations(
  http: Http,
  itemId: string,
  bodies: readonly Json[],
  signal: AbortSignal,
): Promise<readonly Json[]> {
  const made: Json[] = [];
  for (let at = 0; at < bodies.length; at += BATCH) {
    const body = bodies.slice(at, at + BATCH);
    const path = `/items/${itemId}/annotations`;
    const rows = await http.ask({ method: 'POST', path, body, reply: z.array(rowSchema) }, signal);
    if (rows.length !== body.length) {
      const message = `Of ${body.length} annotations the remote answered ${rows.length}.`;
      throw new SluiceError('remote-offline', message);
    }
    made.push(...rows);
  }
  return made;
}

/** Answers it as it is there now. Throws as `Http.ask`. */
export async function changeAnnotation(
  http: Http,
  id: string,
  { before, after }: { readonly before: Json; readonly after: Json },
  signal: AbortSignal,
): Promise<Json> {
  const changed = diffOf(before, after);
  // Of another kind nothing of the old shape is to be laid below.
  const whole = changed['type'] === undefined ? {} : { coordinates: after['coordinates'] ?? null };
  return await putAnnotation(http, id, { ...changed, ...whole }, signal);
}

export async function putAnnotation(http: Http, id: string, body: Json, signal: AbortSignal): Promise<Json> {
  const path = `/annotations/${id}?system=true`;
  return await http.ask({ method: 'PUT', path, body, reply: rowSchema }, signal);
}

/** What is gone already is no error. */
export async function removeAnnotation(http: Http, id: string, signal: AbortSignal): Promise<void> {
  try {
    const response = await http.open({ method: 'DELETE', path: `/annotations/${id}` }, signal);
    response.resume();
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
  }
}

/** Throws as `Http.ask`. */
export async function changeItem(
  http: Http,
  id: string,
  { before, after }: { readonly before: Json; readonly after: Json },
  signal: AbortSignal,
): Promise<void> {
  const body = diffOf(before, after);
  const hasSystem = isRecord(body['metadata']) && body['metadata']['system'] !== undefined;
  const path = `/items/${id}${hasSystem ? '?system=true' : ''}`;
  await http.ask({ method: 'PATCH', path, body, reply: rowSchema }, signal);
}

/** Gives the item a status in the task; null takes away the one that it has. Throws as `Http.ask`. */
export async function giveStatus(
  http: Http,
  { taskId, itemId }: { readonly taskId: string; readonly itemId: string },
  { status, before }: { readonly status: string | null; readonly before: string | null },
  signal: AbortSignal,
): Promise<void> {
  const operation = status === null ? 'delete' : 'create';
  const statusPayload = { operation, returnLastStatus: true, status: status ?? before };
  const body = { itemIds: [itemId], statusPayload };
  const path = `/assignments/items/tasks/${taskId}/status`;
  await http.ask({ method: 'POST', path, body, reply: z.unknown() }, signal);
}
