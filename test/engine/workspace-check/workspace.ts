/** A closed workspace with pictures as files of its own, and ways to damage it. */

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { WorkspaceReport } from '#contract/workspace-check.ts';
import { itemIdSchema } from '#core/model/ids.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { insertItem } from '#engine/db/queries/items.ts';
import { checkClosedWorkspace } from '#engine/workspace-check/check-closed.ts';
import { graphOf, makeBench, makeFlow, storage, task } from '#test/engine/runner/support/flow.ts';
import { openWorld } from '#test/support/engine-world.ts';

export type Closed = {
  /** A temporary folder that is removed at the end; the workspace is one of its folders. */
  readonly folder: string;
  readonly root: string;
  /** Locations of the stored files. */
  readonly files: readonly string[];
  path(location: string): string;
  /** Writes a file, with its folders. */
  put(location: string, bytes: string): void;
  /** Changes the database behind everybody's back. */
  sql(text: string): void;
  check(deep?: boolean): Promise<WorkspaceReport>;
};

/** So many pictures went through a small pipeline to a task, and were cloned by the way. */
export async function closedWorkspace(pictures = 3): Promise<Closed> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'workspace');
  const world = await openWorld({ folder: root });
  const bench = await makeBench(world);
  const files: string[] = [];
  const path = (location: string) => join(root, location);
  const put = (location: string, bytes: string) => {
    mkdirSync(dirname(path(location)), { recursive: true });
    writeFileSync(path(location), bytes);
  };
  const graph = graphOf(
    [storage('in', bench.inbox), storage('out', await bench.dataset('out')), task('label')],
    ['in > out', 'out > label'],
  );
  const flow = await makeFlow(world, bench, graph);
  const ids = Array.from({ length: pictures }, (_, at) => {
    const bytes = `picture ${at}`;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const location = `originals/${sha256.slice(0, 2)}/${sha256}.png`;
    put(location, bytes);
    files.push(location);
    return world.ctx.unit('test', (tx) => {
      const id = itemIdSchema.parse(tx.id());
      const facts = { mimetype: 'image/png', width: 100, height: 100 };
      insertItem(tx.db, {
        ...facts,
        id,
        datasetId: bench.inbox,
        identity: sha256,
        kind: 'image',
        name: `${at}.png`,
        folder: '/',
        size: bytes.length,
        sha256,
        frame: null,
        sourceItemId: null,
        storage: 'stored',
        location,
        metadata: { system: facts },
        maker: null,
        createdAt: tx.now,
        updatedAt: tx.now,
      });
      return id;
    });
  });
  await flow.run(ids);
  await world.close(true);
  return {
    folder,
    root,
    files,
    path,
    put,
    sql(text) {
      const db: Database = openDatabase(path('sluice.db'));
      db.script(text);
      db.close();
    },
    check: (deep = false) => checkClosedWorkspace(root, { deep, signal: new AbortController().signal }),
  };
}

/** How many items the workspace in the folder has. */
export function itemCount(root: string): number {
  const db = openDatabase(join(root, 'sluice.db'));
  const row = db.get<{ count: number }>('SELECT count(*) AS count FROM item');
  db.close();
  return row?.count ?? 0;
}
