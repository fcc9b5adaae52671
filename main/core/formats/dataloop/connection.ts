/** Connections on the wire (reference section 1.11). */
import type { Connection } from '../../model/graph.ts';
import { isRecord } from './json.ts';

/** A condition is a JSON text or not there: an object in its place cannot be read by clients. */
export function writeConnection({ condition, action, ...connection }: Connection) {
  return {
    ...connection,
    ...(typeof condition === 'string' ? { condition } : {}),
    ...(typeof action === 'string' ? { action } : {}),
  };
}

/** A condition that was sent as an object becomes the text that it stands for. */
export function readConnection(sent: unknown): unknown {
  if (!isRecord(sent) || !isRecord(sent['condition'])) return sent;
  return { ...sent, condition: JSON.stringify(sent['condition']) };
}
