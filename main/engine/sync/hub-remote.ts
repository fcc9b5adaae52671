/** A hub as a remote: another Sluice, which keeps a feed of changes and puts changes together itself. */
import { z } from 'zod';
import { calls } from '#contract/index.ts';
import { type Http, Refused } from './http.ts';
import { createInPieces, PIECE } from './in-pieces.ts';
import { createItem } from './new-item.ts';
import { asked, refusal } from './refusal.ts';
import type { RemoteApi } from './remote.ts';
import { remotePipelines } from './remote-pipelines.ts';

const hubSchema = z.object({ name: z.literal('sluice'), protocol: z.literal(1) });

/** What the hub says of itself; null: the server is no hub. @throws SluiceError `remote-offline`, `remote-denied` */
export async function greetHub(http: Http, signal: AbortSignal): Promise<z.infer<typeof hubSchema> | null> {
  try {
    return await http.ask({ method: 'GET', path: '/hub', reply: hubSchema }, signal);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw refusal(error);
  }
}

export function hubRemote(http: Http): RemoteApi {
  return {
    namesItems: false,
    reach: (signal) => greetHub(http, signal),
    surroundings: (datasetId, signal) => {
      const path = `/hub/datasets/${datasetId}`;
      return asked(() => http.ask({ method: 'GET', path, reply: calls['hub.dataset'].output }, signal));
    },
    async changes({ datasetId, cursor, limit }, signal) {
      const [era, after] = cursor?.split(' ') ?? [];
      const query = new URLSearchParams({ limit: String(limit), ...(era && after ? { era, after } : {}) });
      const page = await asked(() =>
        http.ask(
          {
            method: 'GET',
            path: `/hub/datasets/${datasetId}/changes?${query}`,
            reply: calls['hub.changes'].output,
          },
          signal,
        ),
      );
      return { entries: page.entries, gone: [], more: page.more, cursor: `${page.era} ${page.next}` };
    },
    watch: ({ places, about, seconds }, signal) => {
      const asking = places.map(({ datasetId, cursor }) => {
        const [era = '', after] = cursor.split(' ');
        return { datasetId, era, after: Number(after) };
      });
      const body = { places: asking, about, wait: seconds };
      const reply = calls['hub.watch'].output;
      return asked(() => http.ask({ method: 'POST', path: '/hub/watch', body, reply }, signal));
    },
    async send(parcel, signal) {
      const { outcomes } = await asked(() =>
        http.ask(
          { method: 'POST', path: '/hub/parcels', body: parcel, reply: calls['hub.receive'].output },
          signal,
        ),
      );
      return outcomes;
    },
    sendRecipe: (change, signal) =>
      asked(() =>
        http.ask(
          { method: 'POST', path: '/hub/recipes', body: change, reply: calls['hub.recipe'].output },
          signal,
        ),
      ),
    leases: {
      begin: (wish, signal) =>
        asked(() =>
          http.ask(
            { method: 'POST', path: '/hub/leases', body: wish, reply: calls['hub.lease'].output },
            signal,
          ),
        ),
      end: (id, signal) =>
        asked(() =>
          http.ask(
            { method: 'DELETE', path: `/hub/leases/${id}`, reply: calls['hub.endLease'].output },
            signal,
          ),
        ),
    },
    pipelines: (signal) => remotePipelines(http, signal),
    create: (item, signal) =>
      asked(() => (item.size > PIECE ? createInPieces(http, item, signal) : createItem(http, item, signal))),
  };
}
