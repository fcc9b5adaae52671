/** Kills the engine again and again: mostly while it works, now and then while it starts and recovers. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Book } from './book.ts';
import type { Dice } from './dice.ts';
import { inspect } from './inspect.ts';
import type { Life } from './life.ts';
import type { Lives } from './lives.ts';

export type Storm = {
  readonly lives: Lives;
  readonly book: Book;
  readonly dice: Dice;
  readonly kills: number;
  /** Milliseconds that the engine lives once it answers, at most. */
  readonly lifeMs: number;
  /** After every how many kills the database is looked at, and its log spoilt. */
  readonly inspectEvery: number;
  readonly folder: string;
  readonly say: (line: string) => void;
};

/** Share of the kills that come before the engine answers, or just after. */
const EARLY = 0.3;
/** Lines about kills are few, however many kills. */
const LINES = 20;

/**
 * Stops early when something is wrong, so that what is left to look at is close to the cause.
 * @param killed told after each kill, with how many there were
 */
export async function rage(storm: Storm, killed: (kills: number) => void): Promise<void> {
  const { lives, book, dice, kills, say } = storm;
  let logged = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    const life = lives.current();
    await moment(storm, life);
    if (life.isOver()) throw new Error(`The engine has ended by itself with ${life.exitCode()}.`);
    await life.kill();
    book.count('kills');
    killed(kill);
    if (kill % storm.inspectEvery === 0) {
      const folder = join(storm.folder, `kill-${kill}`);
      const when = `after kill ${kill}`;
      logged = await inspect({ workspace: lives.workspace, folder, book, dice, when }, logged);
    }
    if (book.wrongs.length > 0) return;
    lives.begin();
    if (kill % Math.ceil(kills / LINES) === 0) {
      const of = (what: string) => book.counts.get(what) ?? 0;
      say(`Kill ${kill}: ${of('decided')} decisions so far, ${of('answers lost')} answers lost`);
    }
  }
}

/** Resolves when it is time to kill. */
async function moment({ lives, dice, lifeMs }: Storm, life: Life): Promise<void> {
  if (dice.chance(EARLY)) {
    await delay(dice.below(lives.startMs() * 1.3));
    return;
  }
  await life.ready;
  await Promise.race([delay(dice.below(lifeMs)), life.over]);
}
