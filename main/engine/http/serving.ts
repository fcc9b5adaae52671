/**
 * Which workspaces are served on this computer, and where: a file for each in the person's configuration folder, so that
 * the command line finds the program that has a workspace open.
 */
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { personSchema } from '#core/model/common.ts';

const servingSchema = z.object({
  /** Of the engine that serves. */
  pid: z.int(),
  workspace: z.string(),
  /** On this computer, and without TLS: what is sent there does not leave it. */
  address: z.string().regex(/^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+$/),
  /** Whose changes those of this computer are. */
  person: personSchema,
});
export type Serving = z.infer<typeof servingSchema>;

const folderIn = (folder: string) => join(folder, 'serving');

/** Until it is called off by what is answered. An address that others reach, too, is not noted. */
export function noteServing(folder: string, serving: Serving): () => void {
  if (!servingSchema.safeParse(serving).success) return () => undefined;
  const path = join(folderIn(folder), `${serving.pid}-${new URL(serving.address).port}.json`);
  mkdirSync(folderIn(folder), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, JSON.stringify(serving), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return () => rmSync(path, { force: true });
}

/** @param pid who has the workspace now: what a program that was killed has left behind is not taken for it. */
export function findServing(folder: string, workspace: string, pid: unknown): Serving | null {
  for (const name of namesIn(folderIn(folder))) {
    const found = read(join(folderIn(folder), name));
    if (found && found.pid === pid && real(found.workspace) === real(workspace)) return found;
  }
  return null;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    // Nothing was served yet.
    return [];
  }
}

function read(path: string): Serving | null {
  try {
    return servingSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Called off just now, or spoilt: nothing is sent to an address that is not understood.
    return null;
  }
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
