/** Pipelines of this workspace at remotes. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { isRecord } from '#core/formats/dataloop/json.ts';
import { writePipeline } from '#core/formats/dataloop/pipeline.ts';
import { datasetIdSchema, pipelineIdSchema } from '#core/model/ids.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import {
  type PipelineThere,
  pipelineThereSchema,
  type RemotePipeline,
  type SavedPipeline,
} from '#core/model/remote-pipeline.ts';
import type { RemoteId } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import type { ReadableDb } from '../db/driver.ts';
import { findPipeline } from '../db/queries/pipelines.ts';
import { findDataset } from '../db/queries/projects.ts';
import {
  dropOrders,
  findOrder,
  insertOrder,
  listOrders,
  type StoredOrder,
  setRefused,
} from '../db/queries/remote-orders.ts';
import { findLink, findRemote, idThere, listLinks, listRemotes } from '../db/queries/remotes.ts';

type Calls = `sync.${'pipelines' | 'order' | 'unorder'}`;

/** @param changed something waits for the remote now */
export function remotePipelineHandlers(
  ctx: Pick<EngineContext, 'db' | 'unit' | 'settings'>,
  changed: (remoteId: RemoteId) => void,
): Handlers<Calls> {
  const { db } = ctx;
  return {
    'sync.pipelines': () => db.read(() => listRemotes(db).flatMap(({ id }) => pipelinesAt(db, id))),
    'sync.order': ({ remoteId, pipelineId, order }) => {
      const seq = ctx.unit(ctx.settings().person, (tx) => {
        if (!findRemote(tx.db, remoteId)) {
          throw new SluiceError('not-found', 'This remote is not known any more.', { remoteId });
        }
        const pipeline = findPipeline(tx.db, pipelineId);
        if (!pipeline) throw new SluiceError('not-found', 'There is no such pipeline.', { pipelineId });
        const isSave = order.verb === 'save';
        if (!isSave) requireThere(tx.db, remoteId, pipeline);
        const saved = isSave ? savedOf(tx.db, remoteId, pipeline) : null;
        return insertOrder(tx.db, { remoteId, pipelineId, order, saved, at: tx.now });
      });
      changed(remoteId);
      return { seq };
    },
    'sync.unorder': ({ seq, how }) => {
      const order = ctx.unit(ctx.settings().person, (tx) => {
        const found = findOrder(tx.db, seq);
        if (!found) throw new SluiceError('not-found', 'This does not wait any more.', { seq });
        if (how === 'again') setRefused(tx.db, seq, null);
        else dropOrders(tx.db, found);
        return found;
      });
      changed(order.remoteId);
      return null;
    },
  };
}

function pipelinesAt(db: ReadableDb, remoteId: RemoteId): RemotePipeline[] {
  const orders = listOrders(db, remoteId);
  const links = new Map(listLinks(db, 'pipeline', remoteId).map((link) => [link.localId, link]));
  return [...new Set([...links.keys(), ...orders.map(({ pipelineId }) => pipelineId)])].flatMap((id) => {
    const pipeline = findPipeline(db, id);
    const link = links.get(id);
    if (!pipeline) return [];
    const { name, version } = pipeline;
    return [
      {
        ...{
          remoteId,
          pipelineId: pipelineIdSchema.parse(id),
          name,
          version,
          idThere: link?.idThere ?? null,
        },
        there: thereOf(link?.about ?? null),
        orders: orders.filter(({ pipelineId }) => pipelineId === id).map(waitingOf),
      },
    ];
  });
}

const thereOf = (about: string | null): PipelineThere | null =>
  about === null ? null : pipelineThereSchema.parse(JSON.parse(about));

const waitingOf = ({ seq, order, at, refused }: StoredOrder) => ({ seq, order, at, refused });

/** @throws SluiceError `wrong-state` unless it is there or on its way */
function requireThere(db: ReadableDb, remoteId: RemoteId, { id, name }: Pipeline): void {
  const isComing = listOrders(db, remoteId).some((one) => one.pipelineId === id && one.order.verb === 'save');
  if (isComing || findLink(db, 'pipeline', id)?.remoteId === remoteId) return;
  throw new SluiceError('wrong-state', `"${name}" is not there yet. Send it there first.`, {
    pipelineId: id,
  });
}

/** What the remote is to have. @throws SluiceError `wrong-state` where it would name what the remote has not got */
function savedOf(db: ReadableDb, remoteId: RemoteId, pipeline: Pipeline): SavedPipeline {
  const elsewhere = findLink(db, 'pipeline', pipeline.id);
  if (elsewhere && elsewhere.remoteId !== remoteId) {
    throw new SluiceError('wrong-state', `"${pipeline.name}" is at another remote already.`);
  }
  const datasets = listLinks(db, 'dataset', remoteId).map(({ localId }) => datasetIdSchema.parse(localId));
  if (!datasets.some((id) => findDataset(db, id)?.projectId === pipeline.projectId)) {
    const message = `Link a dataset of the project of "${pipeline.name}" first: by that it is known which project it is there.`;
    throw new SluiceError('wrong-state', message);
  }
  for (const { name, metadata } of pipeline.graph.nodes) {
    const named = isRecord(metadata) ? metadata['datasetId'] : undefined;
    const { data: datasetId } = datasetIdSchema.safeParse(named);
    if (datasetId === undefined || datasets.includes(datasetId)) continue;
    const dataset = findDataset(db, datasetId)?.name ?? datasetId;
    const message = `"${name}" works with the dataset "${dataset}", which is not linked to this remote. Link it first.`;
    throw new SluiceError('wrong-state', message, { datasetId });
  }
  const { nodes, connections, startNodes, variables, description, settings, name } = writePipeline(
    pipeline,
    '',
  );
  const projectId = idThere(db, 'project', pipeline.projectId);
  const json = { name, projectId, description, settings, nodes, connections, startNodes, variables };
  return { version: pipeline.version, json: JSON.parse(JSON.stringify(json)) };
}
