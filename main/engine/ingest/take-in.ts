/** A file of a watched folder that has come to rest: read it and write down what it is. */
import { findFile, type IngestFile } from '../db/queries/watched-folders.ts';
import { forgetFile, handedFrom, type Records, recordBack, recordReading } from './folder-record.ts';
import { pathIn } from './paths.ts';
import { befallsAll, NEVER, type Reading, type ReadTools, readFile } from './reading.ts';
import { look, type Stamp, sameStamp } from './sight.ts';
import type { Timing } from './timing.ts';
import type { Verdict } from './waiting-list.ts';
import type { Wanted } from './wanted.ts';

export type TakeIn = Records &
  ReadTools & {
    readonly wanted: Wanted;
    readonly timing: Timing;
    /** Files that turned out to be no pictures and no videos are noted here. */
    readonly foreign: Map<string, Stamp>;
    readonly signal: AbortSignal;
  };

export type Rested = {
  readonly name: string;
  /** How it looked when it came to rest. */
  readonly stamp: Stamp;
  /** Milliseconds since it was seen to change. */
  readonly quietMs: number;
};

/** Throws what befalls all files: a full disk, say. */
export async function takeIn(of: TakeIn, { name, stamp, quietMs }: Rested): Promise<Verdict> {
  const { ctx, folder, timing } = of;
  const path = pathIn(folder.path, name);
  if (!of.wanted.file(name)) {
    await forgetFile(of, name);
    return 'done';
  }
  const row = findFile(ctx.db, folder.id, name);
  if (row && row.state !== 'problem' && sameStamp(row, stamp)) {
    const now = await look(path);
    if (now.kind !== 'file' || !sameStamp(now.stamp, stamp)) return { again: timing.stableMs, sight: now };
    await recordBack(of, name);
    return 'done';
  }
  return await readAndRecord(of, { name, stamp, quietMs }, row);
}

async function readAndRecord(
  of: TakeIn,
  { name, stamp, quietMs }: Rested,
  row: IngestFile | null,
  known = false,
): Promise<Verdict> {
  const { ctx, folder, timing, signal } = of;
  const file = handedFrom(folder, name);
  const reading = await readFile(of, file, { signal, known });
  if (reading.kind === 'unsettled') return { again: timing.stableMs, sight: await look(file.path) };
  if (reading.kind === 'ours') {
    await forgetFile(of, name);
    return 'done';
  }
  // It has come to rest looking otherwise than we thought.
  const lasting = reading.stamp !== NEVER;
  const sight = { kind: 'file', stamp: lasting ? reading.stamp : stamp } as const;
  if (lasting && !sameStamp(reading.stamp, stamp)) return { again: timing.stableMs, sight };
  const age = Math.max(quietMs, ctx.ports.clock.now() - stamp.modifiedMs);
  if (looksUnfinished(reading) && age < timing.patienceMs) return { again: timing.patienceMs - age, sight };
  if (reading.kind === 'foreign') of.foreign.set(name, stamp);
  const outcome = await recordReading(of, name, row, reading).catch((error: unknown) => {
    if (befallsAll(error)) throw error;
    // One file that cannot be written down (its arrival starts a broken pipeline, say) keeps no other out.
    const reason = error instanceof Error ? error.message : String(error);
    return recordReading(of, name, row, { kind: 'problem', reason, stamp: NEVER });
  });
  if (outcome === 'known' && !known) return await readAndRecord(of, { name, stamp, quietMs }, row, true);
  return outcome === 'done' ? 'done' : { again: timing.stableMs, sight };
}

/** A copy that has stalled looks just like a damaged file. */
function looksUnfinished(reading: Reading): boolean {
  if (reading.kind === 'problem') return true;
  return reading.kind === 'read' && reading.content.facts?.video?.facts.damaged === true;
}
