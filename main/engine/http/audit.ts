/** The record of what the API was used for: one line of JSON for every change and every refusal, never rewritten. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock, Logger } from '#core/ports.ts';

export type AuditEntry = {
  /** The token's id and its owner's address; null for a stranger. */
  readonly token: string | null;
  readonly who: string | null;
  readonly from: string;
  readonly what: string;
  readonly status: number;
};

export type Audit = { note(entry: AuditEntry): void };

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
