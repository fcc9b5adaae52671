/** Repairs a workspace that no engine has open, its database too. */
import type { RepairReport } from '#contract/workspace-check.ts';
import { createCacheStore } from '../cache-store/store.ts';
import { createChangeFeed } from '../changes.ts';
import { openDatabase } from '../db/driver.ts';
import { findMediaTools } from '../media/tools.ts';
import { systemPorts } from '../ports.ts';
import { currentSettings } from '../services/settings.ts';
import { createUnit } from '../unit.ts';
import { refuseOtherVersion } from '../workspace-check/check-closed.ts';
import { withLockedWorkspace } from '../workspace-check/closed.ts';
import { repairWorkspace } from './repair.ts';
import { repairDatabase } from './repair-database.ts';
import { createSteps } from './steps.ts';
import type { RepairContext } from './work.ts';

type ClosedRepairOptions = {
  readonly from: string | null;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: ((steps: number) => void) | undefined;
};

/** @throws SluiceError as `withLockedWorkspace`, `repairDatabase` and `repairWorkspace`; `wrong-state`, `database-from-future`. */
export async function repairClosedWorkspace(
  root: string,
  options: ClosedRepairOptions,
): Promise<RepairReport> {
  const { from, dryRun, signal, onProgress } = options;
  return await withLockedWorkspace(root, 'workspaces.repair', async (files) => {
    const ports = systemPorts({ logFile: null });
    const steps = createSteps(onProgress);
    const databaseCopy = await repairDatabase({ place: { files, ports }, steps, from, dryRun, signal });
    // What else is wrong cannot be seen in a dry run before the database is sound.
    const isDamaged =
      databaseCopy === null && steps.result({ path: root, dryRun, databaseCopy }).steps.length > 0;
    if (isDamaged) return steps.result({ path: root, dryRun, databaseCopy });
    const db = openDatabase(files.database);
    try {
      refuseOtherVersion(db, root);
      const changes = createChangeFeed({ emit: () => undefined, readCounts: () => null });
      const { ffmpegPath, ffprobePath } = currentSettings(db);
      const tools = { ffmpegPath: ffmpegPath ?? undefined, ffprobePath: ffprobePath ?? undefined };
      const ctx: RepairContext = {
        db,
        files,
        ports,
        caches: createCacheStore(files),
        unit: createUnit({ db, ports, changes, dispatch: () => undefined, committed: () => undefined }),
        mediaTools: () => findMediaTools({ settings: tools, env: process.env }),
      };
      const begun = databaseCopy === null ? {} : { begun: { steps, databaseCopy } };
      try {
        return await repairWorkspace({ ctx, from, dryRun, inUse: false, signal, onProgress, ...begun });
      } finally {
        changes.close();
      }
    } finally {
      db.close();
    }
  });
}
