/**
 * Mends what can be mended safely in a workspace whose database can be read. Every finding of the check that has a safe
 * remedy gets it; the others are told.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepairReport } from '#contract/workspace-check.ts';
import { collectGarbage } from '../blobs/collect.ts';
import { COUNTER_SOURCES } from '../db/queries/counter-check.ts';
import { mendCounters } from '../db/queries/counter-mend.ts';
import { nameIn } from '../ingest/paths.ts';
import { probeImage } from '../media/image.ts';
import { checkDatabase, checkReferences } from '../workspace-check/database.ts';
import { checkLogPlaces } from '../workspace-check/log-places.ts';
import { createReport } from '../workspace-check/report.ts';
import { filesBelow } from '../workspace-check/walk.ts';
import { pause } from '../workspace-check/work.ts';
import { repairItemFiles } from './item-files.ts';
import { openSources } from './sources.ts';
import { createSteps, type Steps } from './steps.ts';
import type { RepairContext, RepairWork } from './work.ts';

export type RepairOptions = {
  readonly ctx: RepairContext;
  /** A backup to take files from: absolute path of a folder or a `.tar`; null for none. */
  readonly from: string | null;
  readonly dryRun: boolean;
  readonly inUse: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: ((steps: number) => void) | undefined;
  /** What was done before, and the copy of the database that was made then. */
  readonly begun?: { readonly steps: Steps; readonly databaseCopy: string } | undefined;
};

/** @throws SluiceError `not-found`, `invalid-input` (the backup), `database-corrupt`, `disk-full`, `io`, `aborted`. */
export async function repairWorkspace(options: RepairOptions): Promise<RepairReport> {
  const { ctx, from, dryRun, inUse, signal, onProgress, begun } = options;
  const steps = begun?.steps ?? createSteps(onProgress);
  const sources = await openSources(ctx.files, from);
  try {
    const databaseCopy = begun?.databaseCopy ?? (dryRun ? null : await copyDatabase(ctx));
    const work: RepairWork = { ctx, steps, sources, inUse, dryRun, signal };
    await repairCounters(work);
    await repairItemFiles(work);
    await repairThumbs(work);
    await removeLeftovers(work);
    await tellTheRest(work);
    return steps.result({ path: ctx.files.root, dryRun, databaseCopy });
  } finally {
    await sources.close();
  }
}

/** The name of a copy that is made before a repair; not one of those that are thinned out. */
export function copyName({ files, ports }: Pick<RepairContext, 'files' | 'ports'>): string {
  const stamp = new Date(ports.clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  return join(files.backups, `repair-${stamp}.db`);
}

async function copyDatabase(ctx: RepairContext): Promise<string> {
  await mkdir(ctx.files.backups, { recursive: true });
  const path = copyName(ctx);
  await ctx.db.backup(path);
  return path;
}

async function repairCounters({ ctx: { db }, steps, dryRun, signal }: RepairWork): Promise<void> {
  for (const source of COUNTER_SOURCES) {
    for (let after = source.first; ; ) {
      const owners = source.owners(db, after);
      const last = owners.at(-1);
      if (last === undefined) break;
      const wrong = dryRun
        ? source.tallies(db, owners).filter(({ kept, counted }) => kept !== counted)
        : db.write((tx) => mendCounters(tx, source, owners));
      for (const { key, part, kept, counted } of wrong) {
        const where = [source.name, key, part.trim()].filter((text) => text !== '').join(' ');
        const what = `It said ${kept}, and there are ${counted}: counted again.`;
        steps.add({ check: 'counters', outcome: 'mended', where, what });
      }
      after = last;
      await pause(signal);
    }
  }
}

/** A picture that cannot be read is made again when somebody looks. */
async function repairThumbs({ ctx: { files }, steps, dryRun, signal }: RepairWork): Promise<void> {
  for await (const path of filesBelow(files.thumbs)) {
    await pause(signal);
    const readable = await probeImage(path).then(
      () => true,
      () => false,
    );
    if (readable) continue;
    if (!dryRun) await rm(path, { force: true });
    const where = nameIn(files.root, path) ?? path;
    const what = 'A thumbnail could not be read: it is made again when it is looked at.';
    steps.add({ check: 'leftovers', outcome: 'mended', where, what });
  }
}

/** What half-done work has left goes at once when nobody works; what no item refers to goes to the trash. */
async function removeLeftovers({ ctx, steps, inUse, dryRun, signal }: RepairWork): Promise<void> {
  const { db, files } = ctx;
  if (!inUse) {
    for (const folder of [files.scratch, files.originals, files.derived]) {
      for await (const path of filesBelow(folder)) {
        const where = nameIn(files.root, path) ?? path;
        if (folder !== files.scratch && !/\/\.[0-9a-f]{8}-[^/]*$/.test(where)) continue;
        if (!dryRun) await rm(path, { force: true });
        const what = 'Left by work that was cut short: removed.';
        steps.add({ check: 'leftovers', outcome: 'mended', where, what });
      }
    }
  }
  const collected = await collectGarbage({ db, files, now: ctx.ports.clock.now(), dryRun, signal });
  for (const where of collected.listed) {
    steps.add({
      check: 'unreferenced',
      outcome: 'mended',
      where,
      what: 'No item refers to it: moved to the trash.',
    });
  }
}

/** What only a person can decide. */
async function tellTheRest({ ctx: { db, files }, steps, inUse, signal }: RepairWork): Promise<void> {
  const report = createReport();
  const work = { db, files, report, inUse, signal, since: Date.now() };
  if (inUse) await checkDatabase(work);
  await checkReferences(work);
  await checkLogPlaces(work);
  for (const { check, where, what, remedy } of report.result(files.root, false).findings) {
    const closed = check === 'database' ? 'Close the workspace and use "sluice doctor --repair".' : remedy;
    steps.add({ check, outcome: 'left', where, what: `${what} ${closed}` });
  }
}
