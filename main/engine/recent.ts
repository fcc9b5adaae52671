/** The list of workspaces opened before, in the person's configuration folder. */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { RecentWorkspace } from '#core/model/workspace.ts';

const fileSchema = z.object({ workspaces: z.array(z.object({ path: z.string(), openedAt: z.int() })) });
type Entry = z.infer<typeof fileSchema>['workspaces'][number];

const KEPT = 12;

export type RecentWorkspaces = {
  list(): RecentWorkspace[];
  add(path: string, at: number): void;
  forget(path: string): void;
};

export function recentWorkspaces(configDir: string): RecentWorkspaces {
  const file = join(configDir, 'workspaces.json');

  function read(): Entry[] {
    try {
      const parsed = fileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      return parsed.success ? parsed.data.workspaces : [];
    } catch {
      // Not there yet, or spoilt: a list of conveniences is not worth an error.
      return [];
    }
  }

  function write(workspaces: Entry[]): void {
    mkdirSync(configDir, { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify({ workspaces }, null, 2));
    renameSync(`${file}.new`, file);
  }

  return {
    list: () =>
      read().map((entry) => ({
        path: entry.path,
        name: basename(entry.path),
        openedAt: entry.openedAt,
        available: statSync(join(entry.path, 'sluice.db'), { throwIfNoEntry: false }) !== undefined,
      })),
    add(path, openedAt) {
      write([{ path, openedAt }, ...read().filter((entry) => entry.path !== path)].slice(0, KEPT));
    },
    forget(path) {
      write(read().filter((entry) => entry.path !== path));
    },
  };
}
