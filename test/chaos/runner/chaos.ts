/** An engine under fire: it works, people work with it, and it is killed again and again. What comes of that is checked. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';
import { findUnended } from '../checks/ended.ts';
import { bringIn } from './arrivals.ts';
import { type Book, createBook } from './book.ts';
import { createClient } from './client.ts';
import { createDice } from './dice.ts';
import { findWrongEnds } from './ends.ts';
import { finish } from './finish.ts';
import { makeGround } from './ground.ts';
import { createHolds } from './holds.ts';
import { findAllBreaches } from './inspect.ts';
import { createLives, type Lives } from './lives.ts';
import { manage } from './manager.ts';
import { findWrongDeliveries, processesLeft } from './outside.ts';
import { work } from './people.ts';
import { makePictures } from './pictures.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import type { RunState } from './run-state.ts';
import { rage } from './storm.ts';

export type ChaosOptions = {
  readonly kills: number;
  readonly items: number;
  /** What the choices and the moments of the kills depend on. */
  readonly seed: string;
  /** Milliseconds that the engine lives once it answers, at most. */
  readonly lifeMs: number;
  /** After every how many kills the database is looked at, and its log spoilt. */
  readonly inspectEvery: number;
  readonly say: (line: string) => void;
};

export type ChaosReport = {
  /** What was counted, by what it is. */
  readonly counts: Readonly<Record<string, number>>;
  /** Everything that is wrong; empty when all is well. */
  readonly violations: readonly string[];
};

/** Items come in folders of so many, over this share of the kills, so that some are always at the beginning. */
const EACH = 20;
const ARRIVE_UNTIL = 0.8;
/** People beside each other at each task. */
const PEOPLE = { label: 2, qa: 2 } as const;
/** Processes that an engine has started may take so long to notice its end. */
const ORPHANS_MS = 5000;

export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { say, seed, items, kills } = options;
  say(`${kills} kills, ${items} items, seed "${seed}"`);
  const folder = await mkdtemp(join(tmpdir(), 'sluice-chaos-'));
  const book = createBook();
  const phase: Phase = { killed: 0, calm: false, over: false };
  const receiver = await startReceiver(seed, () => phase.calm);
  const folders = await makePictures(join(folder, 'pictures'), items, EACH);
  const lives = createLives(folder, book);
  try {
    const client = createClient(lives.current, () => phase.over);
    const ground = await makeGround(client, receiver.url);
    const run: RunState = {
      seed,
      client,
      ground,
      book,
      holds: createHolds(),
      calm: () => phase.calm,
      over: () => phase.over,
    };
    await play(options, { run, lives, folders, folder, phase });
    if (book.wrongs.length === 0) await endLives(lives, book);
    if (book.wrongs.length === 0) verify({ run, lives, receiver, items });
  } catch (error) {
    book.accuse(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    phase.over = true;
    await lives.current().kill();
    await receiver.close();
  }
  if (book.wrongs.length === 0) await rm(folder, { recursive: true, force: true });
  else say(`What is left can be looked at in ${folder}`);
  countDeliveries(book, receiver);
  return { counts: Object.fromEntries([...book.counts].toSorted()), violations: book.wrongs };
}

type Phase = { killed: number; calm: boolean; over: boolean };
type Stage = {
  readonly run: RunState;
  readonly lives: Lives;
  readonly folders: readonly string[];
  readonly folder: string;
  readonly phase: Phase;
};

/** Everybody at work under fire, and then until everything has come to its end. */
async function play(options: ChaosOptions, { run, lives, folders, folder, phase }: Stage): Promise<void> {
  const { book, seed } = run;
  const { items, kills, say } = options;
  const due = () => {
    const share = phase.calm ? 1 : (phase.killed + 1) / Math.max(1, kills * ARRIVE_UNTIL);
    return Math.ceil(share * folders.length);
  };
  const guarded = (one: Promise<void>) =>
    one.catch((error: unknown) => {
      if (!phase.over) book.accuse(error instanceof Error ? (error.stack ?? error.message) : String(error));
    });
  const people = (['label', 'qa'] as const).flatMap((node) =>
    Array.from({ length: PEOPLE[node] }, (_, at) => work(run, node, `${node} ${at}`)),
  );
  const crew = [bringIn(run, { folders, each: EACH, items, due }), ...people].map(guarded);
  const manager = guarded(manage(run));
  await rage({ ...options, lives, book, dice: createDice(`${seed} storm`), folder }, (killed) => {
    phase.killed = killed;
  });
  phase.calm = true;
  if (book.wrongs.length > 0) {
    phase.over = true;
    return;
  }
  await manager;
  say('No more kills: everything is to come to its end');
  await finish(run, items);
  phase.over = true;
  await Promise.all(crew);
}

type Scene = {
  readonly run: RunState;
  readonly lives: Lives;
  readonly receiver: Receiver;
  readonly items: number;
};

/** Looks at what the last engine has left. */
function verify({ run, lives, receiver, items }: Scene): void {
  const { ground, book, seed } = run;
  const files = workspaceFiles(lives.workspace);
  const db = openDatabase(files.database);
  try {
    const wrong = [
      ...findAllBreaches(db),
      ...findUnended(db),
      ...findWrongEnds({ db, files, ground, book, seed, items }),
      ...findWrongDeliveries(db, receiver),
      ...readdirSync(files.scratch).map((name) => `half-done work was left in scratch: ${name}`),
    ];
    for (const one of wrong) book.accuse(one);
  } finally {
    db.close();
  }
}

async function endLives(lives: Lives, book: Book): Promise<void> {
  const code = await lives.current().end();
  if (code !== 0) book.accuse(`the last engine ended with ${code}`);
  const until = performance.now() + ORPHANS_MS;
  while (processesLeft(lives.home).length > 0 && performance.now() < until) await delay(100);
  for (const left of processesLeft(lives.home)) book.accuse(`a process was left behind: ${left}`);
}

function countDeliveries(book: Book, { deliveries }: Receiver): void {
  const all = [...deliveries.values()];
  const sum = (of: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + of(one), 0);
  book.count('webhooks: keys', all.length);
  book.count(
    'webhooks: requests',
    sum((one) => one.came),
  );
  book.count(
    'webhooks: taken again under the same key',
    sum((one) => Math.max(0, one.taken - 1)),
  );
}
