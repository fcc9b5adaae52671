/**
 * People annotate while the engine's process is killed, now and then with their window: what is stored is a beginning of
 * what they did, with all that was confirmed and nothing by halves; and a window that lives on loses nothing at all.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import sharp from 'sharp';
import type { ItemId } from '#core/model/ids.ts';
import { openDatabase } from '#engine/db/driver.ts';
import { workspaceFiles } from '#engine/files.ts';
import { PICTURE } from '#test/renderer/editor/support/rig.ts';
import { type Book, createBook } from '../runner/book.ts';
import { createClient } from '../runner/client.ts';
import { createDice, type Dice } from '../runner/dice.ts';
import { createLives, type Lives } from '../runner/lives.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { openWindow } from './window.ts';

export type KillOptions = {
  readonly kills: number;
  /** What is done and when the engine is killed depends on it. */
  readonly seed: string;
  readonly say: (line: string) => void;
};

export type KillReport = {
  readonly counts: Readonly<Record<string, number>>;
  /** Everything that is wrong; empty when all is well. */
  readonly violations: readonly string[];
};

/** Kills while one item is annotated. */
const EACH = 8;
/** Milliseconds that an engine lives once it answers, at most. */
const LIFE_MS = 500;
/** Chance that the engine is killed while it starts, and that the window goes with it. */
const EARLY = 0.15;
const BOTH = 0.3;

type Scene = { readonly lives: Lives; readonly book: Book; readonly dice: Dice };

export async function runKillChaos({ kills, seed, say }: KillOptions): Promise<KillReport> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-chaos-'));
  const book = createBook();
  const lives = createLives(folder, book);
  const dice = createDice(seed);
  try {
    const items = await bringItems(lives, folder, Math.ceil(kills / EACH));
    for (const [at, itemId] of items.entries()) {
      if (book.wrongs.length > 0) break;
      await annotate({ lives, book, dice }, itemId, Math.min(EACH, kills - at * EACH));
      const of = (what: string) => book.counts.get(what) ?? 0;
      say(`${of('kills')} kills, ${of('changes stored')} changes stored, ${of('answers lost')} answers lost`);
    }
  } catch (error) {
    book.accuse(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await lives.current().kill();
  }
  if (book.wrongs.length === 0) await rm(folder, { recursive: true, force: true });
  else say(`What is left can be looked at in ${folder}`);
  return { counts: Object.fromEntries([...book.counts].toSorted()), violations: book.wrongs };
}

/** Works on one item through so many kills, and takes it all back at the end. */
async function annotate(scene: Scene, itemId: ItemId, kills: number): Promise<void> {
  const { lives, book, dice } = scene;
  const ledger = createLedger(itemId, book.accuse);
  const open = () => openWindow({ ...scene, itemId, ledger });
  let window = await open();
  let work = window.work();
  for (let kill = 0; kill < kills && book.wrongs.length === 0; kill += 1) {
    await moment(scene);
    const both = dice.chance(BOTH);
    if (both) window.die();
    await lives.current().kill();
    book.count('kills');
    look(scene, ledger);
    lives.begin();
    if (!both) continue;
    book.count('kills of the window as well');
    await work;
    window = await open();
    work = window.work();
  }
  window.stop();
  await work;
  const { editor, saver } = window.hand;
  await saver.whenIdle();
  while ((await editor.undo()) !== null);
  await compare(scene, window.hand.shown(), itemId);
  look(scene, ledger);
  window.die();
}

/** Resolves when it is time to kill. */
async function moment({ lives, dice }: Scene): Promise<void> {
  if (dice.chance(EARLY)) {
    await delay(dice.below(lives.startMs()));
    return;
  }
  await lives.current().ready;
  await delay(dice.below(LIFE_MS));
}

function look({ lives }: Scene, ledger: Ledger): void {
  const db = openDatabase(workspaceFiles(lives.workspace).database);
  try {
    ledger.look(db);
  } finally {
    db.close();
  }
}

async function compare({ lives, book }: Scene, shown: readonly unknown[], itemId: ItemId): Promise<void> {
  const stored = await createClient(lives.current, () => false).ask('annotations.list', { itemId });
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(shown)), stored)) {
    book.accuse(`the window shows ${JSON.stringify(shown)}, but stored is ${JSON.stringify(stored)}`);
  }
  if (stored.length > 0) book.accuse(`${stored.length} annotations were left when all was taken back`);
}

async function bringItems(lives: Lives, folder: string, count: number): Promise<ItemId[]> {
  const { ask, insist } = createClient(lives.current, () => false);
  const { width, height } = PICTURE;
  const paths: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const background = { r: at & 255, g: at >> 8, b: 0 };
    const path = join(folder, `${at}.png`);
    await writeFile(
      path,
      await sharp({ create: { width, height, channels: 3, background } })
        .png()
        .toBuffer(),
    );
    paths.push(path);
  }
  const { id: projectId } = await insist('projects.create', { name: 'Chaos' });
  const { id: datasetId } = await insist('datasets.create', { projectId, name: 'Pictures' });
  await insist('items.import', { datasetId, paths, mode: 'copy' });
  while ((await ask('items.count', { datasetId })).count < count) await delay(20);
  const { items } = await ask('items.list', { datasetId, after: null, limit: 200 });
  return items.map(({ id }) => id);
}
