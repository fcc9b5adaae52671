/** Brings a database to the present schema: numbered steps, each in one transaction, never changed once released. */
import { SluiceError } from '#core/errors.ts';
import type { Database } from './driver.ts';
import * as foundation from './migrations/0010-foundation.ts';
import * as runner from './migrations/0020-runner.ts';
import * as frameSets from './migrations/0030-frame-sets.ts';
import * as pictures from './migrations/0050-pictures.ts';
import * as overwritten from './migrations/0060-overwritten.ts';
import * as api from './migrations/0080-api.ts';
import * as annotations from './migrations/0120-annotations.ts';
import * as tasksAlone from './migrations/0130-tasks-alone.ts';
import * as places from './migrations/0150-places.ts';
import * as folders from './migrations/0180-folders.ts';
import * as pipelineDrafts from './migrations/0210-pipeline-drafts.ts';
import * as executionReports from './migrations/0215-execution-reports.ts';
import * as exportFiles from './migrations/0240-export-files.ts';
import * as cyclePriority from './migrations/0270-cycle-priority.ts';
import * as allTools from './migrations/0300-all-tools.ts';
import * as annotationLabels from './migrations/0320-annotation-labels.ts';
import * as zipExports from './migrations/0325-zip-exports.ts';
import * as sync from './migrations/0330-sync.ts';
import * as remoteOrders from './migrations/0410-remote-orders.ts';
import * as recipeCopies from './migrations/0420-recipe-copies.ts';
import * as keptFiles from './migrations/0430-kept-files.ts';
import * as packs from './migrations/0440-packs.ts';
import * as decidedConflicts from './migrations/0450-decided-conflicts.ts';
import * as takenAlong from './migrations/0460-taken-along.ts';

export type Migration = { readonly name: string; readonly sql: string };

/** In order; the number in a name is the schema's version after it. */
export const MIGRATIONS: readonly Migration[] = [
  foundation,
  runner,
  frameSets,
  pictures,
  overwritten,
  api,
  annotations,
  tasksAlone,
  places,
  folders,
  pipelineDrafts,
  executionReports,
  exportFiles,
  cyclePriority,
  allTools,
  annotationLabels,
  zipExports,
  sync,
  remoteOrders,
  recipeCopies,
  keptFiles,
  packs,
  decidedConflicts,
  takenAlong,
];

/** Marks our databases among all SQLite files ("slce" in ASCII). */
const APPLICATION_ID = 0x736c6365;

function numberOf(migration: Migration): number {
  return Number.parseInt(migration.name, 10);
}

/** The schema's version: the number of the last migration; 0 for a new database. */
export function schemaVersion(db: Database): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
}

/**
 * Runs the migrations that the database has not seen.
 * @throws SluiceError `database-from-future` when it was written by a newer version, `invalid-input` when the file
 * belongs to another program; the file is left as it is.
 */
export function migrate(db: Database, migrations: readonly Migration[] = MIGRATIONS): void {
  const from = schemaVersion(db);
  refuseForeign(db, from);
  const newest = Math.max(0, ...migrations.map(numberOf));
  if (from > newest) {
    throw new SluiceError(
      'database-from-future',
      'This workspace was last used with a newer version of Sluice. Update Sluice to open it; nothing was changed.',
      { found: from, newest },
    );
  }
  for (const migration of migrations.filter((candidate) => numberOf(candidate) > from)) {
    // `script` inside a transaction of its own: the step and its number are there together or not at all.
    db.script(`BEGIN IMMEDIATE;
      ${migration.sql}
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${numberOf(migration)};
      COMMIT;`);
  }
}

function refuseForeign(db: Database, version: number): void {
  const id = db.get<{ application_id: number }>('PRAGMA application_id')?.application_id ?? 0;
  const tables = db.get<{ count: number }>('SELECT count(*) AS count FROM sqlite_schema')?.count ?? 0;
  if (id === APPLICATION_ID || (version === 0 && tables === 0)) return;
  throw new SluiceError('invalid-input', 'The file sluice.db in this folder belongs to another program.', {
    id,
  });
}
