/** Backups to disks that are full or cannot be written to: real small ones, where this computer lets us make them. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backUpClosedWorkspace } from '#engine/workspace-copy/backup.ts';
import { restoreWorkspace } from '#engine/workspace-copy/restore.ts';
import { closedWorkspace, itemCount } from '#test/engine/workspace-check/workspace.ts';
import { canMount, makeReadOnly, smallDisk } from '#test/support/small-disk.ts';

const signal = new AbortController().signal;
const mountable = canMount();

test.skipIf(!mountable).each(['saved.tar', 'saved'])(
  'a backup that does not fit says so and leaves nothing: %s',
  async (name) => {
    const workspace = await closedWorkspace();
    workspace.put('files/large', 'x'.repeat(12_000_000));
    const disk = smallDisk(8);
    const target = join(disk, name);
    await expect(
      backUpClosedWorkspace(workspace.root, { target, hardLinks: false, signal }),
    ).rejects.toMatchObject({ code: 'disk-full', message: expect.stringContaining('Free some space') });
    expect(readdirSync(disk)).toEqual([]);
    expect((await workspace.check(true)).findings).toEqual([]);
    // With room for it, it is made at the same place.
    rmSync(workspace.path('files/large'));
    await backUpClosedWorkspace(workspace.root, { target, hardLinks: false, signal });
    expect(readdirSync(disk)).toEqual([name]);
  },
);

test.skipIf(!mountable)('a disk that cannot be written to takes no backup, and gives one', async () => {
  const workspace = await closedWorkspace();
  const disk = smallDisk(16);
  for (const name of ['saved.tar', 'saved']) {
    await backUpClosedWorkspace(workspace.root, { target: join(disk, name), hardLinks: false, signal });
  }
  makeReadOnly(disk);
  expect(() => writeFileSync(join(disk, 'x'), 'x')).toThrow('EROFS');
  for (const name of ['saved.tar', 'saved']) {
    const target = join(workspace.folder, `from-${name}`);
    const report = await restoreWorkspace({ backup: join(disk, name), target, signal });
    expect(report.totals.error).toBe(0);
    expect(itemCount(target)).toBe(6);
    await expect(
      backUpClosedWorkspace(workspace.root, { target: join(disk, `new-${name}`), hardLinks: false, signal }),
    ).rejects.toMatchObject({ code: 'io', message: expect.stringContaining('read-only') });
  }
  expect(readdirSync(disk).toSorted()).toEqual(['saved', 'saved.tar']);
});
