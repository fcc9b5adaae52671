/** Single items, and a million of them page by page. */
import { type BenchReport, percentile, plainFigure } from '../support/report.ts';
import { type Served, withServer } from './server.ts';

const ITEMS = 1_000_000;
const PAGE = 1000;
/** How many of the first pages, and of the last, are compared. */
const COMPARED = 20;
const READS = 2000;

const READ_BAR_MS = 3;
const LAST_BAR = 1.5;

export async function lists(report: BenchReport): Promise<void> {
  const count = report.quick ? 50_000 : ITEMS;
  await withServer(count, async (server) => {
    const { times, ids, sample } = await walk(server);
    if (ids !== count) throw new Error(`The pages have ${ids} of ${count} items.`);
    const first = percentile(times.slice(1, 1 + COMPARED), 0.5);
    const last = percentile(times.slice(-1 - COMPARED, -1), 0.5);
    report.figure({
      bench: 'api',
      metric: `one of the last pages of ${count.toLocaleString('en')} items, ${PAGE} each, beside one of the first`,
      unit: 'ms',
      ours: last,
      anchor: first,
      ratio: last / first,
      bar: LAST_BAR,
      ok: last / first <= LAST_BAR,
    });
    report.figure(
      plainFigure(
        'api',
        'GET /items/{id}, 95th percentile',
        'ms',
        percentile(await reads(server, sample), 0.95),
        READ_BAR_MS,
      ),
    );
  });
}

type Page = { readonly items: readonly { readonly id: string }[]; readonly hasNextPage: boolean };

/** Milliseconds of each page, how many items they have, and the last id of each. */
async function walk({
  send,
  datasetId,
}: Served): Promise<{ times: number[]; ids: number; sample: string[] }> {
  const times: number[] = [];
  let ids = 0;
  const sample: string[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const only = after === null ? [] : [{ id: { $gt: after } }];
    const body = JSON.stringify({
      resource: 'items',
      filter: { $and: [{ hidden: false }, { type: 'file' }, ...only] },
      sort: { id: 'ascending' },
      page: 0,
      pageSize: PAGE,
    });
    const start = performance.now();
    const headers = { 'content-type': 'application/json' };
    const answer = await send(`/datasets/${datasetId}/query`, { method: 'POST', headers, body });
    const page = (await answer.json()) as Page;
    times.push(performance.now() - start);
    ids += page.items.length;
    after = page.items.at(-1)?.id ?? null;
    more = page.hasNextPage;
    if (after !== null) sample.push(after);
  }
  return { times, ids, sample };
}

async function reads({ send }: Served, sample: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < READS; at += 1) {
    const start = performance.now();
    const answer = await send(`/items/${sample[at % sample.length]}`);
    await answer.json();
    times.push(performance.now() - start);
  }
  return times;
}
