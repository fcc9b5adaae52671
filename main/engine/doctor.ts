/** What this computer has and lacks for Sluice, each with the remedy. */
import { statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import type { Check } from '#contract/app.ts';
import { toWireError } from '#core/errors.ts';
import type { Settings } from '#core/model/workspace.ts';
import { openDatabase } from './db/driver.ts';
import { findMediaTools, type Tool } from './media/tools.ts';

let knownSqlite: string | null = null;

export function sqliteVersion(): string {
  if (knownSqlite === null) {
    const db = openDatabase(':memory:');
    knownSqlite = db.sqliteVersion;
    db.close();
  }
  return knownSqlite;
}

/** Gigabytes of free space under which a warning is due: a minute of 1080p frames takes about half of one. */
const LOW_DISK = 5;

export async function checkComputer(options: {
  settings: Settings | null;
  packagedDir: string | null;
}): Promise<Check[]> {
  return [
    { name: 'Node', state: 'ok', found: process.versions.node, remedy: null },
    { name: 'SQLite', state: 'ok', found: sqliteVersion(), remedy: null },
    ...(await mediaChecks(options)),
    await diskCheck(),
  ];
}

async function mediaChecks(options: {
  settings: Settings | null;
  packagedDir: string | null;
}): Promise<Check[]> {
  try {
    const tools = await findMediaTools({
      settings: {
        ffmpegPath: options.settings?.ffmpegPath ?? undefined,
        ffprobePath: options.settings?.ffprobePath ?? undefined,
      },
      packagedDir: options.packagedDir ?? undefined,
      env: process.env,
    });
    return [toolCheck('ffmpeg', tools.ffmpeg), toolCheck('ffprobe', tools.ffprobe)];
  } catch (error) {
    const { message } = toWireError(error);
    return [{ name: 'ffmpeg', state: 'missing', found: 'nothing that works', remedy: message }];
  }
}

function toolCheck(name: string, tool: Tool): Check {
  const found = `${tool.version.text} (${tool.path})`;
  if (!tool.outdated) return { name, state: 'ok', found, remedy: null };
  const remedy = `It works, but it is old. Install a current ${name} (5.0 or newer) or name one in the settings.`;
  return { name, state: 'warning', found, remedy };
}

async function diskCheck(): Promise<Check> {
  const home = await statfs(homedir());
  const free = (home.bavail * home.bsize) / 1e9;
  const found = `${free.toFixed(1)} GB free in ${homedir()}`;
  if (free >= LOW_DISK) return { name: 'Disk', state: 'ok', found, remedy: null };
  return {
    name: 'Disk',
    state: 'warning',
    found,
    remedy: 'Free some space: frames of video need a lot of it.',
  };
}
