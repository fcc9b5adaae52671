/** The real clock, ids, randomness and log. */

import { randomInt } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createIds } from '#core/model/ids.ts';
import type { Logger, Ports } from '#core/ports.ts';

const RANGE = 2 ** 48 - 1;

/** Ports of the running system; log lines go to the file as JSON, or nowhere when there is none. */
export function systemPorts(options: { logFile: string | null }): Ports {
  const clock = { now: () => Date.now() };
  // The most bits that one call gives: ids take 47 of them.
  const random = { next: () => randomInt(RANGE) / RANGE };
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
