/** Which workspace was open when the app ended, however it ended: the next start opens it again. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineProcess } from './engine-process.ts';
import { readJson, writeJson } from './json-file.ts';

/** The workspace to open again; null when none was open, or it is not there now (a disk that is not connected). */
export function lastWorkspace(file: string): string | null {
  const remembered = readJson(file);
  if (typeof remembered !== 'object' || remembered === null || !('path' in remembered)) return null;
  const { path } = remembered;
  // Opening makes what is missing, and an empty workspace in place of the lost one would only confuse.
  return typeof path === 'string' && existsSync(join(path, 'sluice.db')) ? path : null;
}

/** Keeps the file up to date as workspaces are opened and closed. */
export function rememberWorkspace(file: string, engine: Pick<EngineProcess, 'subscribe'>): void {
  engine.subscribe((event) => {
    if (event.name === 'workspace.changed') writeJson(file, { path: event.payload.workspace?.path ?? null });
  });
}
