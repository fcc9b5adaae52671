/** Settings of the workspace. */
import { userInfo } from 'node:os';
import type { Handlers } from '#contract/index.ts';
import type { Settings } from '#core/model/workspace.ts';
import { actingPerson } from '../actor.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import { readSettings, writeSetting } from '../db/queries/settings.ts';

/** Enough for thumbnails of half a million frames. */
const CACHE_GB = 10;
/** Two gigabytes: room for the database and what a person does by hand, while frames wait. */
const DISK_FLOOR = 2e9;
/** Unlikely to be taken, and the same at every start, so that scripts find it again. */
const API_PORT = 7411;

/** The settings as they are, defaults filled in. */
export function currentSettings(db: ReadableDb): Settings {
  const stored = readSettings(db);
  return {
    person: actingPerson() ?? stored.get('person') ?? loginName(),
    ffmpegPath: stored.get('ffmpegPath') || null,
    ffprobePath: stored.get('ffprobePath') || null,
    cacheGb: Number(stored.get('cacheGb') ?? CACHE_GB),
    place: stored.get('place') || null,
    diskFloor: stored.has('diskFloor') ? Number(stored.get('diskFloor')) : DISK_FLOOR,
    apiEnabled: stored.get('apiEnabled') === 'true',
    apiPort: Number(stored.get('apiPort') ?? API_PORT),
  };
}

function loginName(): string {
  try {
    return userInfo().username || 'me';
  } catch {
    // A user id without an entry in the system's list of users, as containers have.
    return 'me';
  }
}

export function settingsHandlers(
  ctx: EngineContext,
  toolsChanged: () => void,
): Handlers<'settings.get' | 'settings.update'> {
  return {
    'settings.get': () => ctx.settings(),
    'settings.update': (change) => {
      ctx.unit(ctx.settings().person, (tx) => {
        for (const [key, value] of Object.entries(change)) {
          if (value !== undefined) writeSetting(tx.db, key, String(value ?? ''));
        }
        if ('ffmpegPath' in change || 'ffprobePath' in change) tx.after(toolsChanged);
      });
      return ctx.settings();
    },
  };
}
