/** A real engine on a workspace of its own, with items that are put in directly: no files stand behind them. */
import { setTimeout as delay } from 'node:timers/promises';
import { open } from '#contract/envelope.ts';
import type { Caller, CallInput, CallName, CallOutput } from '#contract/index.ts';
import { createIds, type DatasetId, type ItemId, itemIdSchema } from '#core/model/ids.ts';
import { type Database, openDatabase } from '#engine/db/driver.ts';
import { insertItem } from '#engine/db/queries/items.ts';
import { workspaceFiles } from '#engine/files.ts';
import { createHost } from '#engine/host.ts';
import { systemPorts } from '#engine/ports.ts';
import type { HostWay } from '#engine/process-host.ts';

export type BenchEngine = {
  readonly call: Caller;
  /** The same for a call that may not be there yet. @throws SluiceError `unknown-call`. */
  ask(call: string, input: unknown): Promise<unknown>;
  /** Whether anything was committed since the last time this was asked; costs next to nothing. */
  changed(): boolean;
  close(): Promise<void>;
};

type Graph = CallInput<'pipelines.create'>['graph'];
export type Ground = {
  readonly projectId: CallOutput<'projects.create'>['id'];
  readonly datasetId: DatasetId;
};

/** How many items one call takes. */
const CALL_LIMIT = 1000;
/** Milliseconds between two looks at the counters, which cost next to nothing. */
const LOOK = 5;

/**
 * @param folder the workspace; made when it is not there
 * @param way where snippets run; on this side of Electron, in a process of their own
 */
export async function openEngine(folder: string, way?: HostWay): Promise<BenchEngine> {
  const options = { way, configDir: `${folder}-config`, packagedDir: null, version: 'bench' };
  const host = createHost({ ...options, ports: systemPorts({ logFile: null }) });
  const ask = async (name: string, input: unknown) => open(await host.call(name, input));
  const call: Caller = async <N extends CallName>(name: N, input: unknown) =>
    (await ask(name, input)) as CallOutput<N>;
  await call('workspaces.open', { path: folder });
  const watch = openItems(folder);
  let seen: number | undefined;
  return {
    call,
    ask,
    changed() {
      const before = seen;
      seen = watch.get<{ data_version: number }>('PRAGMA data_version')?.data_version;
      return seen !== before;
    },
    async close() {
      watch.close();
      await host.close();
    },
  };
}

export async function makeGround({ call }: BenchEngine): Promise<Ground> {
  const { id: projectId } = await call('projects.create', { name: 'Bench' });
  const { id: datasetId } = await call('datasets.create', { projectId, name: 'items' });
  return { projectId, datasetId };
}

/** Creates and installs. */
export async function makePipeline(
  { call }: BenchEngine,
  { projectId }: Ground,
  graph: Graph,
): Promise<CallOutput<'pipelines.create'>['id']> {
  const { id } = await call('pipelines.create', { projectId, name: 'Pipeline', graph });
  await call('pipelines.install', { pipelineId: id });
  return id;
}

/** The workspace's database on a connection of the bench's own; only while the engine has nothing to do. */
export function openItems(folder: string): Database {
  return openDatabase(workspaceFiles(folder).database);
}

const ids = createIds(Date.now, Math.random);

/** Puts pictures into the dataset, as an import would; answers their ids. */
export function addItems(folder: string, datasetId: DatasetId, count: number): ItemId[] {
  const added = Array.from({ length: count }, () => ids.next());
  return addItemsOf(folder, datasetId, added);
}

export function addItemsOf(folder: string, datasetId: DatasetId, itemIds: readonly string[]): ItemId[] {
  const added = itemIds.map((id) => itemIdSchema.parse(id));
  const db = openItems(folder);
  db.write((tx) => {
    for (const id of added) insertItem(tx, pictureOf(id, datasetId));
  });
  db.close();
  return added;
}

function pictureOf(id: ItemId, datasetId: DatasetId): Parameters<typeof insertItem>[1] {
  const facts = { mimetype: 'image/jpeg', size: 250_000, width: 1920, height: 1080 };
  return {
    ...facts,
    id,
    datasetId,
    identity: `bench:${id}`,
    kind: 'image',
    name: `${id}.jpg`,
    folder: '/',
    sha256: null,
    frame: null,
    sourceItemId: null,
    storage: 'stored',
    location: `originals/${id}.jpg`,
    metadata: { system: facts },
    maker: null,
    createdAt: Date.now(),
    updatedAt: Date.now(),
  };
}

/**
 * Hands the items in and waits until the pipeline has done so many cycles in all. Answers seconds.
 * @param pause between two looks at the counters
 */
export async function execute(
  { call, changed }: BenchEngine,
  pipelineId: CallOutput<'pipelines.create'>['id'],
  itemIds: readonly ItemId[],
  doneInAll: number,
  pause: () => Promise<unknown> = () => delay(LOOK),
): Promise<number> {
  const start = performance.now();
  await handIn(call, pipelineId, itemIds);
  for (;;) {
    if (!changed()) {
      await pause();
      continue;
    }
    const { cycles } = await call('pipelines.counts', { pipelineId });
    if (cycles.failed > 0) throw new Error(`${cycles.failed} cycles failed.`);
    if (cycles.success >= doneInAll) return (performance.now() - start) / 1000;
    await pause();
  }
}

export async function handIn(
  call: Caller,
  pipelineId: CallOutput<'pipelines.create'>['id'],
  itemIds: readonly ItemId[],
): Promise<void> {
  for (let at = 0; at < itemIds.length; at += CALL_LIMIT) {
    await call('pipelines.execute', { pipelineId, itemIds: itemIds.slice(at, at + CALL_LIMIT) });
  }
}
