/** Pipelines that were made at a remote: seen, and taken over. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import { readNewPipeline } from '#core/formats/dataloop/pipeline.ts';
import { datasetIdSchema, pipelineIdSchema, projectIdSchema } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { pipelineThereSchema } from '#core/model/remote-pipeline.ts';
import type { Remote, RemoteId } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findPipeline } from '../db/queries/pipelines.ts';
import { findDataset } from '../db/queries/projects.ts';
import { listOrders } from '../db/queries/remote-orders.ts';
import {
  deleteLink,
  findRemote,
  idThere,
  insertLink,
  type Link,
  listLinks,
  setAbout,
} from '../db/queries/remotes.ts';
import { linkedHere, translated } from '../sync/pipeline-ids.ts';
import { asked } from '../sync/refusal.ts';
import type { RemoteApi } from '../sync/remote.ts';
import type { RemotePipelines } from '../sync/remote-pipelines.ts';

type Calls = 'sync.pipelinesThere' | 'sync.takePipeline';

type PipelinesThereOptions = {
  readonly ctx: EngineContext;
  /** @throws SluiceError `remote-denied` without a token */
  readonly apiOf: (remote: Remote) => Promise<RemoteApi>;
  /** That make and change pipelines of this workspace. */
  readonly pipelines: Handlers<'pipelines.create' | 'pipelines.update'>;
};

export function pipelinesThereHandlers({ ctx, apiOf, pipelines }: PipelinesThereOptions): Handlers<Calls> {
  const { db } = ctx;

  async function reach(remoteId: RemoteId): Promise<RemotePipelines> {
    const remote = findRemote(db, remoteId);
    if (!remote) throw new SluiceError('not-found', 'This remote is not known any more.', { remoteId });
    const found = (await apiOf(remote)).pipelines?.(ctx.closing);
    if (found) return found;
    throw new SluiceError('unsupported', 'This remote has no pipelines.', { remoteId });
  }

  /** As it is there now, under the names that things have here. */
  async function read(remoteId: RemoteId, id: string): Promise<Json> {
    const there = await reach(remoteId);
    const json = await asked(() => there.read(id));
    if (json) return translated(json, (one) => linkedHere(db, remoteId, one));
    throw new SluiceError('not-found', 'The remote has this pipeline no more.', { idThere: id });
  }

  async function create(remoteId: RemoteId, id: string, json: Json): Promise<Pipeline> {
    const projectId = projectIdSchema.parse(json['projectId']);
    if (!projectsOf(db, remoteId).has(projectId)) {
      throw new SluiceError('wrong-state', 'Link a dataset of its project first.', { idThere: id });
    }
    const made = await pipelines['pipelines.create']({
      ...{ projectId, name: String(json['name']) },
      ...readNewPipeline(json),
    });
    ctx.unit(ctx.settings().person, (tx) => {
      // Of one that was deleted here.
      for (const one of listLinks(tx.db, 'pipeline', remoteId)) {
        if (one.idThere === id) deleteLink(tx.db, 'pipeline', one.localId);
      }
      insertLink(tx.db, { kind: 'pipeline', localId: made.id, remoteId, idThere: id });
    });
    return made;
  }

  async function update(remoteId: RemoteId, link: Link, before: Pipeline, json: Json): Promise<Pipeline> {
    const isAsked = listOrders(db, remoteId).some(({ pipelineId }) => pipelineId === before.id);
    if (isAsked || versionThere(link) !== before.version) {
      const message = `"${before.name}" was changed here since both were the same. Send it there, which replaces what is there, or delete it here and take it over anew.`;
      throw new SluiceError('conflict', message, { pipelineId: before.id });
    }
    const { graph, description, settings } = readNewPipeline(json);
    const name = String(json['name']);
    return await pipelines['pipelines.update']({
      ...{ pipelineId: before.id, name, graph, description, settings, fromVersion: before.version },
    });
  }

  return {
    'sync.pipelinesThere': async ({ remoteId }) => {
      const there = await reach(remoteId);
      const linked = new Map(listLinks(db, 'pipeline', remoteId).map((link) => [link.idThere, link.localId]));
      const found = [];
      for (const projectId of projectsOf(db, remoteId)) {
        for (const { id } of await asked(() => there.list(idThere(db, 'project', projectId)))) {
          const said = await asked(() => there.look(id));
          if (!said) continue;
          const { name, status, cycles } = said;
          const pipelineId = pipelineIdSchema.nullable().parse(linked.get(id) ?? null);
          found.push({ idThere: id, name, status, cycles, pipelineId });
        }
      }
      return found;
    },
    'sync.takePipeline': async ({ remoteId, idThere: id }) => {
      const json = await read(remoteId, id);
      const link = listLinks(db, 'pipeline', remoteId).find((one) => one.idThere === id);
      const before = link ? findPipeline(db, link.localId) : null;
      const taken =
        link && before ? await update(remoteId, link, before, json) : await create(remoteId, id, json);
      const there = await reach(remoteId);
      const said = await asked(() => there.look(id));
      ctx.unit(ctx.settings().person, (tx) => {
        const about = { ...said, version: taken.version, at: tx.now };
        if (said) setAbout(tx.db, 'pipeline', taken.id, JSON.stringify(about));
      });
      return taken;
    },
  };
}

/** Projects here of which something is linked to the remote. */
function projectsOf(db: ReadableDb, remoteId: RemoteId): Set<Pipeline['projectId']> {
  return new Set(
    listLinks(db, 'dataset', remoteId).flatMap(({ localId }) => {
      return findDataset(db, datasetIdSchema.parse(localId))?.projectId ?? [];
    }),
  );
}

/** The version of the graph here that is as the one there; null: that is not known. */
function versionThere({ about }: Link): number | null {
  return about === null ? null : pipelineThereSchema.parse(JSON.parse(about)).version;
}
