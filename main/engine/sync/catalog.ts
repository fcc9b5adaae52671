/** What there is at a remote, and linking a dataset to it. */
import { z } from 'zod';
import type { CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { nameSchema } from '#core/model/common.ts';
import type { Dataset } from '#core/model/dataset.ts';
import { datasetIdSchema, projectIdSchema } from '#core/model/ids.ts';
import type { Remote } from '#core/model/sync.ts';
import type { ReadableDb } from '../db/driver.ts';
import { remoteOfDataset } from '../db/queries/packs.ts';
import {
  findDataset,
  findDatasetByName,
  findProject,
  insertDataset,
  insertProject,
} from '../db/queries/projects.ts';
import { deleteRemote, findRemote, idHere, insertLink, listLinks, moveLinks } from '../db/queries/remotes.ts';
import type { Tx } from '../unit.ts';
import type { Http } from './http.ts';
import { refusal } from './refusal.ts';

type Catalog = CallOutput<'sync.catalog'>;

const projectsReply = z.array(z.object({ id: z.string(), name: nameSchema }));
const datasetsReply = z.object({
  items: z.array(z.object({ id: z.string(), name: nameSchema, itemsCount: z.number().nullish() })),
});

/** Datasets of one project that are listed. */
const MOST = 1000;

export async function readCatalog(
  { http, db, remote }: { http: Http; db: ReadableDb; remote: Remote },
  signal: AbortSignal,
): Promise<Catalog> {
  const linked = new Map(listLinks(db, 'dataset', remote.id).map((link) => [link.idThere, link.localId]));
  try {
    const projects = await http.ask({ method: 'GET', path: '/projects', reply: projectsReply }, signal);
    const catalog: Catalog = [];
    for (const { id, name } of projects) {
      const body = { resource: 'datasets', filter: {}, context: { projects: [id] }, page: 0, pageSize: MOST };
      const asked = { method: 'POST', path: '/datasets/query', body, reply: datasetsReply } as const;
      const { items } = await http.ask(asked, signal);
      const datasets = items.map((one) => ({
        idThere: one.id,
        name: one.name,
        items: Math.max(0, Math.round(one.itemsCount ?? 0)),
        datasetId: datasetIdSchema.nullable().parse(linked.get(one.id) ?? null),
      }));
      catalog.push({ idThere: id, name, datasets });
    }
    return catalog;
  } catch (error) {
    throw refusal(error);
  }
}

/** Makes the dataset, in a project for what is in one project there. What comes from a remote keeps its id. */
export function linkDataset(tx: Tx, remote: Remote, catalog: Catalog, there: string): Dataset {
  const project = catalog.find(({ datasets }) => datasets.some(({ idThere }) => idThere === there));
  const found = project?.datasets.find(({ idThere }) => idThere === there);
  if (!project || !found) {
    throw new SluiceError('not-found', 'The remote has no such dataset any more.', { there });
  }
  if (found.datasetId !== null) {
    throw new SluiceError('conflict', `"${found.name}" is linked already.`, { datasetId: found.datasetId });
  }
  const packed = adoptPacked(tx, remote, there);
  if (packed) return packed;
  const made = { creator: remote.account, createdAt: tx.now, updatedAt: tx.now, extra: {} };
  const projectId = projectFor(tx, remote, project.idThere);
  if (!findProject(tx.db, projectId)) insertProject(tx.db, { id: projectId, name: project.name, ...made });
  const wanted = datasetIdSchema.safeParse(there);
  const id =
    wanted.success && !findDataset(tx.db, wanted.data) ? wanted.data : datasetIdSchema.parse(tx.id());
  const name = freeName(tx, projectId, found.name);
  insertDataset(tx.db, { id, projectId, name, recipeId: null, ...made });
  insertLink(tx.db, { kind: 'dataset', localId: id, remoteId: remote.id, idThere: there });
  tx.changes.project(projectId);
  return { id, projectId, name, recipeId: null, itemCount: 0, ...made };
}

/** The dataset, where it came in a pack before: what waits to go back goes over the network from now on. */
function adoptPacked(tx: Tx, remote: Remote, there: string): Dataset | null {
  const earlier = remoteOfDataset(tx.db, there);
  if (earlier === null || findRemote(tx.db, earlier)?.kind !== 'pack') return null;
  const datasetId = datasetIdSchema.parse(idHere(tx.db, earlier, 'dataset', there));
  moveLinks(tx.db, earlier, remote.id);
  deleteRemote(tx.db, earlier);
  return findDataset(tx.db, datasetId);
}

/** The project's id here: its own, or, where it is none of ours, one that is noted for it. */
function projectFor(tx: Tx, remote: Remote, there: string): Dataset['projectId'] {
  const known = projectIdSchema.safeParse(idHere(tx.db, remote.id, 'project', there));
  if (known.success) return known.data;
  const made = projectIdSchema.parse(tx.id());
  insertLink(tx.db, { kind: 'project', localId: made, remoteId: remote.id, idThere: there });
  return made;
}

function freeName(tx: Tx, projectId: Dataset['projectId'], name: string): string {
  for (let count = 1; ; count += 1) {
    const tried = count === 1 ? name : `${name.slice(0, 190)} (${count})`;
    if (!findDatasetByName(tx.db, projectId, tried)) return tried;
  }
}
