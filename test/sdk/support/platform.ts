/** A server of the same API as the reference says it answers, with one dataset in memory: what is asked of it is noted. */
import { connect, type Dataset, type Session } from '#sdk/index.ts';
import { type Asked, type Network, network, PLACE, type Reply } from './network.ts';

export const DATASET = { id: 'd1', name: 'D', projects: ['p1'], metadata: { system: { recipes: [] } } };

export function itemJson(id: string, filename: string, system: object = {}) {
  return {
    id,
    datasetId: 'd1',
    filename,
    name: filename.slice(filename.lastIndexOf('/') + 1),
    type: 'file',
    metadata: { system },
    creator: 'ada@example.com',
    createdAt: '2026-01-23T17:04:15.000Z',
    annotationsCount: 3,
  };
}

export type Platform = Network & { readonly session: Session; dataset(): Promise<Dataset> };

export function platform(answer: (asked: Asked, nth: number) => Reply): Platform {
  const net = network((asked, nth) =>
    asked.path === '/datasets/d1' ? { body: DATASET } : answer(asked, nth),
  );
  const session = connect({ url: PLACE, token: 'T', retry: { tries: 3, firstMs: 1 }, fetch: net.fetch });
  return { ...net, session, dataset: async () => await session.datasets.get({ id: 'd1' }) };
}
