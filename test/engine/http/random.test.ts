/**
 * Random requests to every route there is: what fits, what nearly fits, what does not. Never an error of the server's
 * own, never a request without an answer, never a write by a request that was refused. `SLUICE_REQUESTS` says how many.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#engine/db/driver.ts';
import { countOpenCommands } from '#engine/db/queries/commands.ts';
import { countMachineWork } from '#engine/db/queries/counters.ts';
import { operationId } from '#engine/http/openapi.ts';
import { ROUTES } from '#engine/http/table.ts';
import { fc } from '#test/support/property.ts';
import { FORM, openApi, type TestApi } from './support/api.ts';
import { type RandomRequest, requestsOf } from './support/arbitraries.ts';
import { addItem } from './support/items.ts';
import { fileParts, PARTS, PIXEL, partsBody } from './support/parts.ts';
import { labelling } from './support/pipelines.ts';
import { makeTask } from './support/tasks.ts';

const REQUESTS = Number(process.env['SLUICE_REQUESTS'] ?? 1500);
const LONGEST_MS = 10_000;

/** A refused install is noted with its pipeline. */
const MAY_WRITE_WHEN_REFUSED = /\/install$/;

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => await api.close());

/** Of an entity, and of what belongs to a pipeline. */
const ADDRESS = /(?<=api\/v1\/(?:pipelines\/[0-9a-f]{24}\/)?)(\w+)\/([0-9a-f]{24})\b/g;

/** Ids by the kind that the addresses of their entities name; the latest, as most others are deleted by now. */
function idsIn(value: unknown, found: Map<string, string[]>): void {
  for (const [, kind = '', id = ''] of JSON.stringify(value).matchAll(ADDRESS)) {
    const others = (found.get(kind) ?? []).filter((one) => one !== id);
    found.set(kind, [...others.slice(-15), id]);
  }
}

/** Requests after which new things are made, because random ones delete projects with all that is in them. */
const FRESH_EVERY = 75;

async function makeFresh(ids: Map<string, string[]>, count: number): Promise<void> {
  const post = async (path: string, body: object) => {
    const answer = await api.send({ method: 'POST', path, body });
    idsIn(answer.body, ids);
    return answer.body;
  };
  const project = await post('/projects', { name: `fresh ${count}` });
  const projects = [project.id];
  const dataset = await post('/datasets', { name: 'fresh', projects });
  const body = partsBody(fileParts('/pixel.png', PIXEL));
  const uploaded = await api.send({
    method: 'POST',
    path: `/datasets/${dataset.id}/items`,
    headers: PARTS,
    body,
  });
  idsIn(uploaded.body, ids);
  const folder = { path: `/datasets/${dataset.id}/items`, headers: FORM, body: 'type=dir&path=/fresh/in' };
  idsIn((await api.send({ method: 'POST', ...folder })).body, ids);
  const graph = labelling({ id: dataset.metadata.system.recipes[0], datasetId: dataset.id }, dataset.id);
  const pipeline = await post('/pipelines', { name: 'fresh', projectId: project.id, ...graph });
  await post(`/pipelines/${pipeline.id}/install`, {});
  const input = { item: addItem(api, dataset.id) };
  await post(`/pipelines/${pipeline.id}/execute`, { pipeline: { input } });
  await post('/query/faas', { resource: 'executions', filter: { 'pipeline.id': pipeline.id } });
  for (let at = 0; at < 3; at += 1) {
    await post('/ontologies', { roots: [], projectIds: projects });
    await post('/recipes', { projectIds: projects });
    const annotations = Array.from({ length: 4 }, () => ({ type: 'class', label: 'night' }));
    await post(`/items/${addItem(api, dataset.id)}/annotations`, annotations);
  }
  for (const system of [{}, { batchSize: 3, maxBatchWorkload: 5 }]) {
    const wish = {
      name: 'fresh',
      projectId: project.id,
      datasetId: dataset.id,
      more: { metadata: { system } },
    };
    idsIn(await makeTask(api, wish), ids);
  }
  idsIn((await api.send({ path: `/assignments?projects=${project.id}` })).body, ids);
}

test('no request makes the server fail, hang or write when it refuses', async () => {
  const ids = new Map<string, string[]>();
  const setUp = await api.call('projects.setUp', { name: 'Random' });
  await api.call('pipelines.pause', { pipelineId: setUp.pipelineId });
  idsIn((await api.send({ path: '/projects' })).body, ids);
  const database = openDatabase(join(api.folder, 'workspace', 'sluice.db'));
  const version = () => database.get<{ data_version: number }>('PRAGMA data_version')?.data_version;
  const statuses = new Map<string, Set<number>>();
  const known = (kind: string | null) => (kind === null ? [...ids.values()].flat() : (ids.get(kind) ?? []));
  // What is deleted takes much with it that others would be about.
  const weightOf = ({ method }: (typeof ROUTES)[number]) => (method === 'DELETE' ? 1 : 4);
  const request = fc.oneof(
    ...ROUTES.map((route) => ({ weight: weightOf(route), arbitrary: requestsOf(route, known) })),
  );
  let asked = 0;
  async function ask({ route, path, body, headers, name }: RandomRequest) {
    if (asked % FRESH_EVERY === 0) await makeFresh(ids, asked);
    asked += 1;
    // What earlier requests have set off writes, too.
    while (countOpenCommands(database) + countMachineWork(database) > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const before = version();
    const answer = await Promise.race([
      api.send({ method: route.method, path: (route.atRoot ? '/' : '') + path, body, headers }),
      new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error(`no answer: ${route.method} ${path}`)), LONGEST_MS).unref();
      }),
    ]);
    expect({ path, body, answer: answer.body, isFault: answer.status >= 500 }).toMatchObject({
      isFault: false,
    });
    statuses.set(name, (statuses.get(name) ?? new Set()).add(answer.status));
    if (answer.status >= 400) {
      expect(answer.body).toEqual({ message: expect.any(String) });
      if (!MAY_WRITE_WHEN_REFUSED.test(route.path))
        expect({ path, body, version: version() }).toEqual({ path, body, version: before });
    } else idsIn(answer.body, ids);
  }
  await fc.assert(fc.asyncProperty(request, ask), { numRuns: REQUESTS, endOnFailure: true });
  const isServed = (name: string) => [...(statuses.get(name) ?? [])].some((status) => status < 300);
  const likely = ROUTES.filter((route) => !UNLIKELY.test(operationId(route)));
  // A few requests for each of many routes may all be refused by chance: such a route is asked some more.
  for (const route of likely) {
    for (const one of fc.sample(requestsOf(route, known), 200)) {
      if (isServed(one.name)) break;
      await ask(one);
    }
  }
  expect(api.logged).toEqual([]);
  expect(database.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(database.all('PRAGMA foreign_key_check')).toEqual([]);
  database.close();
  // Routes that are only ever refused are not tried at all.
  expect(likely.map(operationId).filter((name) => !isServed(name))).toEqual([]);
}, 600_000);

/**
 * What random requests do not find by chance: a folder of that very dataset, a name, a good token, a command, a trigger, parts of a template, a body of
 * many parts that all fit, a file's hash, a recipe with what was there before.
 */
const UNLIKELY =
  /^post-token$|^put-datasets|by-name|datasetId-query|commands|cycle|execut|rerun|install|reset|redistribute|items-by-itemId-status|by-taskId-status|ontologyId-attributes|^post-annotationtasks$|triggers|^post-pipelines-templates|^delete-projects-by-projectId-members|hub-uploads|hub-recipes/;
