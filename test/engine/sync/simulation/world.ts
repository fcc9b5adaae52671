/** Five workstations and a hub, told step by step what happens: edits, exchanges, faults of the network, kills. */
import { setImmediate } from 'node:timers/promises';
import { SluiceError } from '#core/errors.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { canonical } from '#core/sync/canonical.ts';
import { annotationContent, itemContent } from '#core/sync/content.ts';
import { actingAs } from '#engine/actor.ts';
import { listAnnotations } from '#engine/db/queries/annotations.ts';
import { listConflicts } from '#engine/db/queries/conflicts.ts';
import { findItem } from '#engine/db/queries/items.ts';
import { countOutbox } from '#engine/db/queries/outbox.ts';
import { hubHandlers } from '#engine/services/hub.ts';
import { exchange } from '#engine/sync/exchange.ts';
import type { RemoteApi } from '#engine/sync/remote.ts';
import { addDataset, addItem, type Edit, edit, linkTo, type Node, openNode } from './nodes.ts';
import { addTasks, type Decision, decideOn, standingsOf } from './standings.ts';

export const STATIONS = 5;
const ITEMS = 3;

/** What becomes of one request. `late`: done now, and done once more later, after whatever comes between. */
export type Fault = 'none' | 'lost' | 'reply-lost' | 'twice' | 'late';

export type Step =
  | ({ readonly kind: 'edit'; readonly who: number; readonly item: number } & Edit)
  | { readonly kind: 'decide'; readonly who: number; readonly item: number; readonly decision: Decision }
  | { readonly kind: 'exchange'; readonly who: number }
  | { readonly kind: 'request'; readonly pick: number; readonly fault: Fault }
  | { readonly kind: 'late'; readonly pick: number }
  | { readonly kind: 'partition'; readonly who: number }
  | { readonly kind: 'kill'; readonly who: number }
  | { readonly kind: 'kill-hub' };

type Station = {
  readonly node: Node;
  readonly remoteId: RemoteId;
  cut: boolean;
  running: { dead: boolean; done: boolean } | null;
};

type Waiting = { readonly station: Station; readonly open: (fault: Fault) => void };

const nodes: { readonly hub: Node; readonly stations: readonly Node[] } = {
  hub: openNode('hub', 0),
  // Clocks that are off by a day, a year and the whole time since 1970.
  stations: [0, 86_400_000, -86_400_000, 31_536_000_000, -1_800_000_000_000].map((skew, at) =>
    openNode(`person ${at}`, skew),
  ),
};

export type World = ReturnType<typeof openWorld>;

export function openWorld() {
  const { hub } = nodes;
  const datasetId: DatasetId = addDataset(hub);
  const items: ItemId[] = Array.from({ length: ITEMS }, (_, at) => addItem(hub, datasetId, `item ${at}`));
  let handlers = hubHandlers(hub.ctx, hub.graphs);
  // What is in the trash before anybody has asked is nobody's but the hub's.
  handlers['hub.changes']({ datasetId, era: null, after: 0, limit: 1 });
  const tasks = addTasks(hub, datasetId);
  const waiting: Waiting[] = [];
  const late: (() => void)[] = [];
  const words = new Set<string>();
  /** Words that people have seen and put something else in the place of, and at which computers that stands. */
  const replaced = new Map<string, Set<string>>();
  let lastWord = 0;

  const stations: Station[] = nodes.stations.map((node) => ({
    node,
    remoteId: linkTo(node, datasetId).remoteId,
    cut: false,
    running: null,
  }));

  /** The network: each request waits until a step says what becomes of it. Everything goes over as text. */
  function apiOf(station: Station, run: { dead: boolean }): RemoteApi {
    const ask = async <T>(work: () => T | Promise<T>): Promise<T> => {
      const fault = await new Promise<Fault>((open) => waiting.push({ station, open }));
      if (run.dead) throw new Error('killed');
      const once = () => actingAs(station.node.name, work);
      if (fault === 'lost' || station.cut) throw new SluiceError('remote-offline', 'The request was lost.');
      let reply = await once();
      if (fault === 'twice') reply = await once();
      if (fault === 'late') late.push(() => void Promise.resolve(once()).catch(() => undefined));
      if (fault === 'reply-lost') throw new SluiceError('remote-offline', 'The reply was lost.');
      return JSON.parse(JSON.stringify(reply));
    };
    return {
      namesItems: false,
      sendRecipe: () => Promise.reject(new Error('Nobody changes recipes here.')),
      changes: ({ datasetId: there, cursor, limit }) =>
        ask(async () => {
          const [era = null, after = '0'] = cursor?.split(' ') ?? [];
          const place = {
            datasetId: there as DatasetId,
            era,
            after: Number(after),
            limit: Math.min(limit, 2),
          };
          const page = await handlers['hub.changes'](place);
          return { entries: page.entries, gone: [], more: page.more, cursor: `${page.era} ${page.next}` };
        }),
      surroundings: (there) => ask(() => handlers['hub.dataset']({ datasetId: there as DatasetId })),
      create: () => Promise.reject(new Error('Nobody makes items here.')),
      send: (parcel) =>
        ask(async () => {
          const text = JSON.stringify(parcel);
          return (await handlers['hub.receive'](JSON.parse(text))).outcomes;
        }),
    };
  }

  function startExchange(station: Station): void {
    if (station.running) return;
    const run = { dead: false, done: false };
    station.running = run;
    const { ctx } = station.node;
    const signal = new AbortController().signal;
    const done = () => {
      run.done = true;
      if (station.running === run) station.running = null;
    };
    exchange({ ctx, remote: { id: station.remoteId }, api: apiOf(station, run), signal }).then(
      done,
      (error) => {
        done();
        const expected = run.dead || (error instanceof SluiceError && error.code === 'remote-offline');
        if (!expected) throw error;
      },
    );
  }

  function textOf(node: Node, itemId: ItemId): string {
    const item = findItem(node.db, itemId);
    const said = listAnnotations(node.db, itemId).map((one) => ({ id: one.id, ...annotationContent(one) }));
    return canonical({ item: item && itemContent(item), said, stands: standingsOf(node, itemId) });
  }

  /** What somebody does by hand; what that takes away was seen, and is meant. */
  function doEdit(node: Node, itemId: ItemId, one: Edit): void {
    lastWord += 1;
    const word = `<${lastWord}>`;
    const before = wordsIn(textOf(node, itemId));
    edit(node, itemId, one, word);
    const after = wordsIn(textOf(node, itemId));
    for (const gone of before) {
      if (!after.has(gone)) replaced.set(gone, (replaced.get(gone) ?? new Set()).add(node.name));
    }
    for (const there of after) {
      words.add(there);
      // Put aside and taken up again; somebody else who has put it aside has done so all the same.
      if (!before.has(there)) replaced.get(there)?.delete(node.name);
    }
  }

  async function take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'edit': {
        // The last number is the hub: people work there as well.
        const node = [...stations.map((one) => one.node), hub][step.who % (STATIONS + 1)];
        const itemId = items[step.item % ITEMS];
        if (node && itemId) doEdit(node, itemId, step);
        break;
      }
      case 'decide': {
        const node = [...stations.map((one) => one.node), hub][step.who % (STATIONS + 1)];
        const itemId = items[step.item % ITEMS];
        if (node && itemId) decideOn(node, tasks, itemId, step.decision);
        break;
      }
      case 'exchange': {
        const station = stations[step.who % STATIONS];
        if (station) startExchange(station);
        break;
      }
      case 'request': {
        const [one] = waiting.splice(step.pick % Math.max(1, waiting.length), 1);
        one?.open(step.fault);
        break;
      }
      case 'late': {
        const [one] = late.splice(step.pick % Math.max(1, late.length), 1);
        one?.();
        break;
      }
      case 'partition': {
        const station = stations[step.who % STATIONS];
        if (station) station.cut = !station.cut;
        break;
      }
      case 'kill': {
        const station = stations[step.who % STATIONS];
        if (station?.running) station.running.dead = true;
        if (station) station.running = null;
        break;
      }
      case 'kill-hub':
        handlers = hubHandlers(hub.ctx, hub.graphs);
        break;
    }
    await setImmediate();
  }

  /** The network is whole again, and everybody exchanges until nothing waits any more. */
  async function heal(): Promise<void> {
    for (const one of late.splice(0)) one();
    for (const station of stations) station.cut = false;
    for (let round = 0; round < 3; round += 1) {
      for (const station of stations) {
        startExchange(station);
        for (let turns = 0; station.running; turns += 1) {
          if (turns > 2000) throw new Error(`${station.node.name} does not come to an end.`);
          for (const one of waiting.splice(0)) one.open('none');
          await setImmediate();
        }
      }
    }
  }

  function conflicts() {
    return stations.flatMap(({ node }) =>
      items.flatMap((itemId) => listConflicts(node.db, { itemId, which: {}, after: '', limit: 10_000 })),
    );
  }

  return {
    take,
    heal,
    conflicts,
    /** What each of them has, as text, the hub's first; all the same when they agree. */
    states: () =>
      [hub, ...stations.map(({ node }) => node)].map((node) => items.map((id) => textOf(node, id))),
    waitingToBeSent: () =>
      stations.map(({ node, remoteId }) => {
        const { queued, parked } = countOutbox(node.db, remoteId);
        return queued + parked;
      }),
    /** Words that nobody has put aside, and that are neither in the result nor in a conflict that somebody is shown. */
    lost(): string[] {
      const kept = wordsIn(items.map((id) => textOf(hub, id)).join() + JSON.stringify(conflicts()));
      return [...words].filter((word) => !kept.has(word) && !replaced.get(word)?.size);
    },
    /** Words that are in the result more than once. */
    doubled(): string[] {
      const all = items.flatMap((id) => textOf(hub, id).match(/<\d+>/g) ?? []);
      return all.filter((word, at) => all.indexOf(word) !== at);
    },
  };
}

function wordsIn(text: string): Set<string> {
  return new Set(text.match(/<\d+>/g) ?? []);
}
