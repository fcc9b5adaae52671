/** The record of what the API was used for: one line of JSON for every change and every refusal, never rewritten. */
import { appendFileSync, closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AuditEntry, auditEntrySchema } from '#core/model/api.ts';
import type { Clock, Logger } from '#core/ports.ts';

export type Audit = { note(entry: Omit<AuditEntry, 'at'>): void };

/** A full record is put aside as `….1` and a new one is begun. */
const MAX_BYTES = 20 * 1024 * 1024;

export function openAudit(path: string, { clock, logger }: { clock: Clock; logger: Logger }): Audit {
  let bytes: number | null = null;
  return {
    note(entry) {
      const line = `${JSON.stringify({ at: new Date(clock.now()).toISOString(), ...entry })}\n`;
      try {
        if (bytes === null) {
          mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
          bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
        }
        if (bytes > MAX_BYTES) {
          renameSync(path, `${path}.1`);
          bytes = 0;
        }
        appendFileSync(path, line, { mode: 0o600 });
        bytes += Buffer.byteLength(line);
      } catch (error) {
        // The work has been done by now; that it could not be noted is told in the log.
        logger.log('error', 'the API record cannot be written', { path, error: String(error), ...entry });
      }
    },
  };
}

/** Bytes from the end in which the latest lines are looked for. */
const TAIL_BYTES = 512 * 1024;

/** The latest lines, latest first; of one that was just begun there may be fewer than are asked for. */
export function readAudit(path: string, limit: number): AuditEntry[] {
  const lines = tailOf(path).split('\n').toReversed();
  return lines.flatMap((line) => readLine(line) ?? []).slice(0, limit);
}

function tailOf(path: string): string {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return '';
  const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
  const file = openSync(path, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, size - bytes.length));
  } finally {
    closeSync(file);
  }
}

/** Null for the line that the tail begins in, and for one that was cut off by a crash. */
function readLine(line: string): AuditEntry | null {
  try {
    return auditEntrySchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
