/**
 * Three people and a hub's own work on the same items, each with a process of their own, over a network that drops, delays
 * and cuts connections, while every process is killed again and again. In the end the network heals, everybody syncs, and all
 * four must have the same: everything that anybody did is there or in a conflict that is shown, and nothing is there twice.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { z } from 'zod';
import type { AnnotationContent } from '#core/model/annotation.ts';
import type { DatasetId, ItemId, TaskId } from '#core/model/ids.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { type Book, createBook } from '../runner/book.ts';
import { createDice, type Dice } from '../runner/dice.ts';
import { compare } from './agreement.ts';
import { type BadWay, openBadWay } from './bad-way.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { work } from './people.ts';
import { Killed, openSide, type Side } from './side.ts';

export type SyncChaosOptions = {
  readonly items: number;
  /** On each item at the beginning. */
  readonly perItem: number;
  /** Of each process. */
  readonly kills: number;
  readonly seed: string;
  readonly say: (line: string) => void;
};

export type SyncChaosReport = {
  readonly counts: Readonly<Record<string, number>>;
  /** Everything that is wrong; empty when all is well. */
  readonly violations: readonly string[];
};

const PEOPLE = ['ada', 'bob', 'cleo'] as const;

/** Connections to which something happens. */
const BAD_SHARE = 0.1;

/** Milliseconds between two kills, at most, and between two deeds of a person. */
const LIFE_MS = 4000;
const PAUSE_MS = 40;

/** Items on which people meet: the fewer, the more often they change the same. */
const MEETING_PLACES = 60;

type Station = { readonly side: Side; readonly remoteId: RemoteId };
type Scene = { readonly hub: Side; readonly stations: readonly Station[]; readonly way: BadWay };
type Ground = { readonly datasetId: DatasetId; readonly taskId: TaskId; readonly items: readonly ItemId[] };
type Chance = { readonly book: Book; readonly dice: Dice; readonly ledger: Ledger };

export async function runSyncChaos(options: SyncChaosOptions): Promise<SyncChaosReport> {
  const { seed, say } = options;
  const book = createBook();
  const chance = { book, dice: createDice(seed), ledger: createLedger() };
  const sides: Side[] = [];
  let way: BadWay | null = null;
  say(`seed ${seed}`);
  try {
    const hub = await openSide('hub');
    sides.push(hub);
    const ground = await prepare(hub, options);
    way = await openBadWay(Number(new URL(hub.address).port), createDice(`${seed} way`), book);
    const stations: Station[] = [];
    for (const name of PEOPLE) {
      const side = await openSide(name);
      sides.push(side);
      stations.push(await take(hub, side, way, ground));
    }
    say(`${options.items} items with ${options.perItem} annotations each are on four computers`);
    const scene = { hub, stations, way };
    await storm(scene, ground, chance, options);
    await settle(scene, book, say);
    for (const side of sides) await side.end();
    compare(sides, chance.ledger, book);
    book.count('words written', chance.ledger.size);
  } catch (error) {
    book.accuse(error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    await way?.close();
    for (const { home } of sides) await home[Symbol.asyncDispose]();
  }
  return { counts: Object.fromEntries([...book.counts].toSorted()), violations: book.wrongs };
}

/** The hub with its items, what was labelled before, and a task. */
async function prepare(hub: Side, { items: count, perItem }: SyncChaosOptions): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-chaos-sync-'));
  try {
    await mkdir(folder, { recursive: true });
    await Promise.all(
      Array.from({ length: count }, async (_, at) => {
        const background = { r: at & 255, g: at >> 8, b: 7 };
        const picture = sharp({ create: { width: 8, height: 8, channels: 3, background } }).png();
        await writeFile(join(folder, `${String(at).padStart(5, '0')}.png`), await picture.toBuffer());
      }),
    );
    const project = await hub.call('projects.create', { name: 'Roads' });
    const { id: datasetId } = await hub.call('datasets.create', { projectId: project.id, name: 'Frames' });
    await hub.call('items.import', { datasetId, paths: [folder], mode: 'copy' });
    const items = await arrived(hub, datasetId, count);
    for (const itemId of items) {
      const annotations = Array.from({ length: perItem }, (_, at) => beginning(at));
      await hub.call('annotations.add', { itemId, annotations });
    }
    const people = PEOPLE.map((name) => ({ person: emailOf(name), load: 1 }));
    const draft = { projectId: project.id, datasetId, filter: {}, reply: {}, name: 'Label' } as const;
    const { task } = await hub.call('tasks.create', { ...draft, type: 'annotation', people });
    await until(async () => (await hub.call('tasks.get', { taskId: task.id })).counts.total === count);
    return { datasetId, taskId: task.id, items };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const emailOf = (name: string) => `${name}@example.com`;

const beginning = (at: number): AnnotationContent => ({
  label: `car ${at}`,
  attributes: {},
  geometry: { type: 'box', left: at / 10, top: 0, right: at / 10 + 1, bottom: 1 },
});

async function arrived(hub: Side, datasetId: DatasetId, count: number): Promise<readonly ItemId[]> {
  const list = async () => {
    const found: ItemId[] = [];
    for (let offset = 0; ; offset += 1000) {
      const page = await hub.call('items.search', { datasetId, offset, limit: 1000 } as never);
      const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(page);
      found.push(...items.map(({ id }) => id as ItemId));
      if (items.length < 1000) return found;
    }
  };
  await until(async () => (await list()).length === count);
  return await list();
}

async function take(hub: Side, side: Side, way: BadWay, { datasetId, items }: Ground): Promise<Station> {
  await side.call('settings.update', { person: emailOf(side.name) });
  const wanted = { email: emailOf(side.name), role: 'annotator', seconds: 86_400 } as const;
  const { token } = await hub.call('api.createToken', wanted);
  const address = `http://127.0.0.1:${way.port}`;
  const { id: remoteId } = await side.call('sync.connect', { address, credentials: { token } });
  await side.call('sync.link', { remoteId, datasetIdThere: datasetId });
  await side.call('sync.now', { remoteId });
  const last = items.at(-1);
  if (last) await side.call('items.get', { itemId: last });
  return { side, remoteId };
}

/** Everybody works while one process after the other is killed. */
async function storm(
  { hub, stations, way }: Scene,
  { taskId, items }: Ground,
  { book, dice, ledger }: Chance,
  { kills, seed, say }: SyncChaosOptions,
): Promise<void> {
  const sides = [hub, ...stations.map(({ side }) => side)];
  const ending = new AbortController();
  const meeting = items.slice(0, MEETING_PLACES);
  const working = sides.map((side) => {
    const own = createDice(`${seed} ${side.name}`);
    return work({ side, items, meeting, taskId, dice: own, ledger, book, pauseMs: PAUSE_MS }, ending.signal);
  });
  way.setShare(BAD_SHARE);
  const victims = shuffled(
    sides.flatMap((side) => Array.from({ length: kills }, () => side)),
    dice,
  );
  for (const [at, victim] of victims.entries()) {
    await delay(dice.below(LIFE_MS));
    if (book.wrongs.length > 0) break;
    await victim.kill();
    book.count('kills');
    if (at % 8 === 7) say(`${at + 1} kills, ${ledger.size} words written`);
  }
  await delay(LIFE_MS);
  ending.abort();
  await Promise.all(working);
}

function shuffled<T>(list: readonly T[], dice: Dice): T[] {
  const order = new Map(list.map((_, at) => [at, dice.next()]));
  return [...list.entries()]
    .toSorted(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    .map(([, one]) => one);
}

/** The network is whole again, and everybody exchanges until nothing waits and nobody hears anything new. */
async function settle({ stations, way }: Scene, book: Book, say: (line: string) => void): Promise<void> {
  way.setShare(0);
  say('the network is whole again');
  for (let round = 0; round < 3; round += 1) {
    for (const { side, remoteId } of stations) {
      await until(async () => (await side.call('sync.now', { remoteId })).queued === 0);
    }
  }
  for (const { side } of stations) {
    for (const { message, kind } of await side.call('sync.parked', {})) {
      book.accuse(`${side.name} was refused a change of ${kind}: ${message}`);
    }
  }
}

/** Milliseconds that anything may take that comes by itself. */
const LONGEST_MS = 120_000;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < LONGEST_MS) {
    const so = await isSo().catch((error: unknown) => {
      if (error instanceof Killed) return false;
      throw error;
    });
    if (so) return;
    await delay(100);
  }
  throw new Error('It does not come to an end.');
}
