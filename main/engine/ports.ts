/** The real clock, ids, randomness and log. */

import { randomInt } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createIds } from '#core/model/ids.ts';
import type { Logger, Ports } from '#core/ports.ts';

/** Ports of the running system; log lines go to the file as JSON, or nowhere when there is none. */
export function systemPorts(options: { logFile: string | null }): Ports {
  const clock = { now: () => Date.now() };
  const random = { next: () => randomInt(0x1_0000_0000) / 0x1_0000_0000 };
  return {
    clock,
    random,
    ids: createIds(clock.now, random.next),
    logger: options.logFile === null ? { log: () => {} } : fileLogger(options.logFile),
  };
}

function fileLogger(path: string): Logger {
  mkdirSync(dirname(path), { recursive: true });
  return {
    log(level, message, facts = {}) {
      const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...facts });
      try {
        appendFileSync(path, `${line}\n`);
      } catch {
        // A log that cannot be written (a full disk) must not stop the work it tells of.
      }
    },
  };
}
