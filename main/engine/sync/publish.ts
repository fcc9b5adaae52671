/** Puts a dataset of this workspace at a remote, for others to label it too. Its items then go there like any new ones. */
import { z } from 'zod';
import type { CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { Remote } from '#core/model/sync.ts';
import { recipeContent } from '#core/sync/recipes.ts';
import type { EngineContext } from '../context.ts';
import { countAway } from '../db/queries/kept-files.ts';
import { queueDataset } from '../db/queries/outbox.ts';
import { findProject } from '../db/queries/projects.ts';
import { findRecipe } from '../db/queries/recipes.ts';
import { findLink, insertLink } from '../db/queries/remotes.ts';
import { readCatalog } from './catalog.ts';
import type { Http } from './http.ts';
import { refusal } from './refusal.ts';
import type { RemoteApi } from './remote.ts';

type Catalog = CallOutput<'sync.catalog'>;

const madeReply = z.object({ id: z.string().min(1) });

type Publishing = {
  readonly ctx: EngineContext;
  readonly remote: Remote;
  readonly http: Http;
  readonly api: RemoteApi;
};

/**
 * Broken off before the end it is done again: what was made at the remote so far is empty, and found by its name.
 * @throws SluiceError `conflict` when it is linked, or the remote has one of that name with items; `wrong-state` when files
 * of it are not here; `remote-refused` when the account may not make datasets there; see `sync.connect`
 */
export async function publishDataset(
  { ctx, remote, http, api }: Publishing,
  dataset: Dataset,
  signal: AbortSignal,
): Promise<void> {
  const { db } = ctx;
  const { id: datasetId, name } = dataset;
  if (findLink(db, 'dataset', datasetId)) {
    throw new SluiceError('conflict', `"${name}" is linked already.`, { datasetId });
  }
  const away = countAway(db, datasetId).files;
  if (away > 0) {
    const message = `${away} files of "${name}" are not on this computer, so they cannot be sent.`;
    throw new SluiceError('wrong-state', message, { datasetId, away });
  }
  const catalog = await readCatalog({ http, db, remote }, signal);
  try {
    const there = await makeThere(
      http,
      catalog,
      { name, project: findProject(db, dataset.projectId)?.name ?? name },
      signal,
    );
    await sendRecipe(ctx, api, { dataset, there }, signal);
    ctx.unit(ctx.settings().person, (tx) => {
      insertLink(tx.db, { kind: 'dataset', localId: datasetId, remoteId: remote.id, idThere: there });
      queueDataset(tx.db, datasetId, remote.id);
    });
  } catch (error) {
    throw refusal(error);
  }
}

/** The id of an empty dataset of that name, in the project of that name: made, where it is not there. */
async function makeThere(
  http: Http,
  catalog: Catalog,
  { name, project }: { readonly name: string; readonly project: string },
  signal: AbortSignal,
): Promise<string> {
  const make = async (path: string, body: object) =>
    (await http.ask({ method: 'POST', path, body, reply: madeReply }, signal)).id;
  const home = catalog.find((one) => one.name === project);
  const found = home?.datasets.find((one) => one.name === name);
  if (found && (found.items > 0 || found.datasetId !== null)) {
    const message = `There is a dataset "${name}" in the project "${project}" there already. Link that one, or rename this one.`;
    throw new SluiceError('conflict', message, { there: found.idThere });
  }
  if (found) return found.idThere;
  const projectId = home?.idThere ?? (await make('/projects', { name: project }));
  return await make('/datasets', { name, projects: [projectId] });
}

/** The recipe that the remote made with the dataset says what ours says. */
async function sendRecipe(
  { db }: EngineContext,
  api: RemoteApi,
  { dataset, there }: { readonly dataset: Dataset; readonly there: string },
  signal: AbortSignal,
): Promise<void> {
  const ours = dataset.recipeId === null ? null : findRecipe(db, dataset.recipeId);
  const around = await api.surroundings(there, signal);
  const theirs = around.recipes.find(({ id }) => id === around.dataset.recipeId);
  if (!ours || !theirs) return;
  await api.sendRecipe(
    { recipeId: theirs.id, base: recipeContent(theirs), mine: recipeContent(ours) },
    signal,
  );
}
