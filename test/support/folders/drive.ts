/** Lets operations happen to folders and to the engine that watches them, and compares when all is quiet. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createAnnotation } from '#core/annotation/commands.ts';
import { annotationIdSchema, changeSetIdSchema, type DatasetId, type ProjectId } from '#core/model/ids.ts';
import type { ReadableDb } from '#engine/db/driver.ts';
import { type Answers, type Comparison, changes, compare, listPlaces, snapshot } from './compare.ts';
import type { Contents } from './contents.ts';
import { createDisk } from './disk.ts';
import { createModel } from './model.ts';
import type { Operation, Slot } from './operations.ts';
import { perform } from './perform.ts';
import { CHOICES, EVERYTHING, type Plan, type Watch, wishFor } from './watches.ts';

/** The engine under test, whichever way it runs. After a kill it is started again by whatever needs it next. */
export type FolderEngine = {
  readonly projectId: ProjectId;
  readonly datasets: readonly [DatasetId, DatasetId];
  /** The workspace's folder. */
  readonly root: string;
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  busy(): Promise<boolean>;
  /** Lets the work read the database. */
  read<T>(work: (db: ReadableDb) => T | Promise<T>): Promise<T>;
  newId(): string;
  /** Kills it a little later: `after` says how much later, from 0 on. */
  kill(after: number): Promise<void>;
  restart(): Promise<void>;
  /** Events of the file system are lost from now on, until the next `hear`. */
  deafen(): void;
  hear(): void;
};

export type Patience = { readonly alone: number; readonly helped: number };

export type DriveOptions = {
  readonly engine: FolderEngine;
  readonly contents: Contents;
  /** A folder for the folders that are watched and those that are not. */
  readonly base: string;
  readonly plan: Plan;
  /** So long agreement is waited for, in milliseconds: first without help, then with every file looked at again. */
  readonly patience: Patience;
};

export type Drive = {
  perform(op: Operation): Promise<void>;
  /** Waits until all is quiet. @throws Error with the differences from what is on disk, if there are any. */
  compare(): Promise<void>;
  /** How often the engine was found to agree, and how often only when it had looked at every file again. */
  readonly counts: { compared: number; helped: number };
};

const LOOK_MS = 15;

export async function startDrive(options: DriveOptions): Promise<Drive> {
  const { engine, contents, base, plan, patience } = options;
  const disk = createDisk(contents);
  const model = createModel(disk);
  const watches = new Map<Slot, Watch>();
  const counts = { compared: 0, helped: 0 };
  let deaf = false;
  for (const folder of ['one/x', 'two', 'outside']) await mkdir(join(base, folder), { recursive: true });

  const all = () => [...watches.values()];

  async function watch(slot: Slot): Promise<void> {
    const { path, mode, dataset } = wishFor(base, slot, plan);
    if (watches.has(slot)) return;
    await mkdir(path, { recursive: true });
    const datasetId = engine.datasets[dataset];
    const { id } = await engine.call('watchedFolders.add', { datasetId, path, mode });
    watches.set(slot, { slot, id, dataset: datasetId, path, mode, choice: EVERYTHING, paused: false });
  }

  async function label(nth: number): Promise<void> {
    const places = await engine.read(listPlaces);
    const place = places[nth % Math.max(1, places.length)];
    if (!place) return;
    const id = annotationIdSchema.parse(engine.newId());
    const geometry = { type: 'box' as const, left: 1, top: 1, right: 5, bottom: 5 };
    const diff = createAnnotation({ id, itemId: place.id, label: 'car', geometry }, { person: 'me', at: 1 });
    const changeSetId = changeSetIdSchema.parse(engine.newId());
    await engine.call('annotations.apply', { itemId: place.id, changeSetId, title: 'Draw', diffs: [diff] });
    model.labels.set(place.id, [...(model.labels.get(place.id) ?? []), id]);
  }

  async function change(slot: Slot, change: { paused?: boolean; choice?: number }): Promise<void> {
    const one = watches.get(slot);
    if (!one) return;
    if (change.paused !== undefined) one.paused = change.paused;
    if (change.choice !== undefined) one.choice = CHOICES[change.choice] ?? EVERYTHING;
    const { include, exclude } = one.choice;
    await engine.call('watchedFolders.update', { folderId: one.id, paused: one.paused, include, exclude });
  }

  async function act(op: Operation): Promise<void> {
    switch (op.what) {
      case 'watch':
        return await watch(op.slot);
      case 'unwatch': {
        const one = watches.get(op.slot);
        watches.delete(op.slot);
        if (one) await engine.call('watchedFolders.remove', { folderId: one.id });
        return;
      }
      case 'pause':
        return await change(op.slot, { paused: true });
      case 'go on':
        return await change(op.slot, { paused: false });
      case 'choose':
        return await change(op.slot, { choice: op.choice });
      case 'label':
        return await label(op.nth);
      case 'kill':
        return await engine.kill(op.after);
      case 'restart':
        return await engine.restart();
      case 'deafen':
        deaf = true;
        engine.deafen();
        return;
      case 'wait':
        return await delay(op.ms);
      case 'compare':
        return await compareNow();
      default:
        return await perform(base, contents, op);
    }
  }

  async function ask(): Promise<Omit<Answers, 'db'>> {
    const folders = await engine.call('watchedFolders.list', { projectId: engine.projectId });
    const problems = await Promise.all(
      folders.map(async ({ id }) => {
        return [id, await engine.call('watchedFolders.problems', { folderId: id })] as const;
      }),
    );
    return { folders, problems: new Map(problems), root: engine.root };
  }

  /** The comparison when it agrees or the time is over. */
  async function agreement(ms: number): Promise<Comparison> {
    const until = performance.now() + ms;
    for (;;) {
      // Asked before and after: what is being taken in while we look is not there yet.
      const busy = await engine.busy();
      const answers = await ask();
      const found = await engine.read((db) => compare(disk, model, all(), { ...answers, db }));
      const differences =
        busy || (await engine.busy()) ? ['it is busy', ...found.differences] : found.differences;
      if (differences.length === 0 || performance.now() > until) return { ...found, differences };
      await delay(LOOK_MS);
    }
  }

  async function rescan(): Promise<void> {
    for (const { id, paused } of all()) {
      if (!paused) await engine.call('watchedFolders.rescan', { folderId: id });
    }
  }

  async function compareNow(): Promise<void> {
    if (deaf) engine.hear();
    let found = await agreement(deaf ? 0 : patience.alone);
    if (found.differences.length > 0) {
      if (!deaf) counts.helped += 1;
      await rescan();
      found = await agreement(patience.helped);
    }
    deaf = false;
    if (found.differences.length > 0) throw new Error(found.differences.join('\n'));
    counts.compared += 1;
    model.settle(found.places);
    await lookAgain();
  }

  /** Looking at every file again changes nothing when all is well. */
  async function lookAgain(): Promise<void> {
    const before = await seen();
    await rescan();
    const differences = [...(await agreement(patience.helped)).differences];
    differences.push(...changes(before, await seen()));
    if (differences.length > 0) throw new Error(differences.join('\n'));
  }

  async function seen(): Promise<ReadonlyMap<string, unknown>> {
    const answers = await ask();
    return await engine.read((db) => snapshot({ ...answers, db }));
  }

  return {
    async perform(op) {
      await act(op);
      await model.observe(all());
    },
    compare: compareNow,
    counts,
  };
}
