/** Backups that a workspace makes by itself: when the next one is due, and how the last one went. */
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { Handlers } from '#contract/index.ts';
import { SluiceError, toWireError } from '#core/errors.ts';
import { type Backup, type BackupPlan, type BackupStatus, backupPlanSchema } from '#core/model/backup.ts';
import type { EngineContext } from '../context.ts';
import { readSettings, writeSetting } from '../db/queries/settings.ts';
import { isInside } from '../ingest/paths.ts';
import { watched } from '../jobs/watched.ts';
import type { Turns } from '../turns.ts';
import { makeBackup } from './make.ts';
import { listBackups } from './shelf.ts';

export type Backups = {
  readonly handlers: Handlers<'backups.status' | 'backups.setPlan' | 'backups.make'>;
  start(): void;
  /** One look, now: makes one when it is due. */
  round(): Promise<void>;
  close(): Promise<void>;
};

const LOOK_MS = 60_000;
/** Milliseconds after a failure until it is tried again, unless the next one is due sooner. */
const AGAIN_MS = 3_600_000;

const PLAN = 'backupPlan';

/** With the folder that it was made for: a copy that somebody opens elsewhere makes no backups in its place. */
const storedSchema = backupPlanSchema.extend({ root: z.string() });

export function createBackups(ctx: EngineContext, turns: Turns): Backups {
  const { db, files, ports } = ctx;
  let failure: BackupStatus['failure'] = null;
  let making: Promise<Backup> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;

  function plan(): BackupPlan | null {
    const stored = readSettings(db).get(PLAN);
    if (!stored) return null;
    const { root, ...found } = storedSchema.parse(JSON.parse(stored));
    return root === files.root ? found : null;
  }

  function dueAt({ every }: BackupPlan, backups: readonly Backup[]): number {
    const [last] = backups;
    const due = last ? last.madeAt + every * 1000 : 0;
    return failure ? Math.max(due, failure.at + Math.min(AGAIN_MS, every * 1000)) : due;
  }

  async function status(): Promise<BackupStatus> {
    const present = plan();
    const backups = present ? await listBackups(present.folder, files.root) : [];
    return {
      plan: present,
      isWorking: making !== null,
      dueAt: present ? dueAt(present, backups) : null,
      failure,
      backups,
    };
  }

  function make({ folder, keep }: BackupPlan): Promise<Backup> {
    // Whoever asks while one is being made gets that one.
    making ??= watched(
      ctx,
      { kind: 'backup', title: `Backing up to ${folder}`, unit: 'files' },
      (job, signal) =>
        turns(() => {
          const at = ports.clock.now();
          return makeBackup({ db, files, folder, keep, at, signal, onProgress: job.progress });
        }),
    )
      .then(
        (made) => {
          failure = null;
          return made;
        },
        (error: unknown) => {
          failure = { at: ports.clock.now(), message: toWireError(error).message };
          throw error;
        },
      )
      .finally(() => {
        making = null;
      });
    return making;
  }

  async function round(): Promise<void> {
    const present = plan();
    if (!present || making) return;
    try {
      const backups = await listBackups(present.folder, files.root);
      if (ports.clock.now() >= dueAt(present, backups)) await make(present);
    } catch (error) {
      if (ctx.closing.aborted) return;
      const { code, message, details } = toWireError(error);
      ports.logger.log('error', 'the backup failed', { folder: present.folder, code, message });
      const told = `No backup was made, and the older ones are as they were. ${message}`;
      ctx.emit({ name: 'problem', payload: { error: { code, message: told, details } } });
    }
  }

  return {
    handlers: {
      'backups.status': status,
      'backups.setPlan': async ({ plan: wanted }) => {
        if (wanted) refusePlace(files.root, wanted.folder);
        ctx.unit(ctx.settings().person, (tx) =>
          writeSetting(tx.db, PLAN, wanted ? JSON.stringify({ ...wanted, root: files.root }) : ''),
        );
        failure = null;
        return await status();
      },
      'backups.make': async () => {
        const present = plan();
        if (present) return await make(present);
        const message = 'There is no folder for backups yet: give one first.';
        throw new SluiceError('wrong-state', message);
      },
    },
    start() {
      timer = setInterval(() => {
        looking ??= round().finally(() => {
          looking = null;
        });
      }, LOOK_MS);
      timer.unref();
    },
    round,
    async close() {
      if (timer) clearInterval(timer);
      await looking;
      await making?.catch(() => undefined);
    },
  };
}

/** @throws SluiceError `invalid-input` for a place in the workspace, or one that is not named from the root on. */
function refusePlace(root: string, folder: string): void {
  if (!isAbsolute(folder)) {
    throw new SluiceError('invalid-input', `${folder} is not a full path: name the folder from the root on.`);
  }
  if (isInside(root, folder)) {
    throw new SluiceError(
      'invalid-input',
      `${folder} lies in the workspace. Choose a folder elsewhere, better on another disk.`,
    );
  }
}
