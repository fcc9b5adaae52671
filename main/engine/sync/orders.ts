/** Has a remote do what it is asked to with pipelines, each thing once, and looks how they stand there. */
import { z } from 'zod';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import type { Json } from '#core/formats/dataloop/json.ts';
import { pipelineThereSchema } from '#core/model/remote-pipeline.ts';
import type { Remote } from '#core/model/sync.ts';
import type { EngineContext } from '../context.ts';
import { findPipeline } from '../db/queries/pipelines.ts';
import {
  deleteOrder,
  listOrders,
  noteBefore,
  type StoredOrder,
  setRefused,
} from '../db/queries/remote-orders.ts';
import { deleteLink, findLink, idThere, insertLink, listLinks, setAbout } from '../db/queries/remotes.ts';
import { MACHINE } from '../unit.ts';
import { Refused } from './http.ts';
import { linkedThere, translated } from './pipeline-ids.ts';
import type { RemotePipelines } from './remote-pipelines.ts';

/** Milliseconds between two looks at how a pipeline stands there. */
const LOOK_AGAIN = 30_000;

type Work = {
  readonly ctx: Pick<EngineContext, 'db' | 'unit' | 'ports'>;
  readonly remote: Pick<Remote, 'id' | 'account'>;
  readonly pipelines: RemotePipelines;
};

/** Throws as `Http.ask`, but for what the remote refuses of one pipeline. */
export async function carryOut(work: Work): Promise<void> {
  const { ctx, remote } = work;
  const stuck = new Set<string>();
  const touched = new Set<string>();
  for (const order of listOrders(ctx.db, remote.id)) {
    if (order.refused) stuck.add(order.pipelineId);
    if (stuck.has(order.pipelineId)) continue;
    const refused = await attempt(work, order);
    if (refused) stuck.add(order.pipelineId);
    ctx.unit(MACHINE, (tx) => {
      if (refused) setRefused(tx.db, order.seq, refused);
      else deleteOrder(tx.db, order.seq);
    });
    touched.add(order.pipelineId);
  }
  await lookAround(work, touched);
}

async function attempt(work: Work, order: StoredOrder): Promise<StoredOrder['refused']> {
  try {
    await carry(work, order);
    return null;
  } catch (error) {
    if (isSluiceError(error, 'wrong-state', 'conflict')) return { code: error.code, message: error.message };
    if (!(error instanceof Refused) || error.status === 401) throw error;
    const message = `The remote refused it (${error.status}): ${error.message}`;
    return { code: 'remote-refused', message };
  }
}

async function carry(work: Work, stored: StoredOrder): Promise<void> {
  const { ctx, pipelines } = work;
  const { order, pipelineId } = stored;
  if (order.verb === 'save') {
    await save(work, stored);
    return;
  }
  const id = findLink(ctx.db, 'pipeline', pipelineId)?.idThere;
  if (!id) throw new SluiceError('wrong-state', 'The remote has this pipeline no more. Send it there again.');
  switch (order.verb) {
    case 'install':
      await pipelines.install(id, order.resumeOption);
      break;
    case 'pause':
      await pipelines.pause(id);
      break;
    case 'execute':
      await execute(work, stored, { id, itemId: order.itemId, nodeId: order.nodeId });
      break;
  }
}

const namedSchema = z.object({ named: z.literal(0) });

async function save(work: Work, stored: StoredOrder): Promise<void> {
  const { ctx, remote, pipelines } = work;
  const { pipelineId, saved } = stored;
  if (!saved) throw new SluiceError('wrong-state', 'What was to be sent is not here any more.');
  const known = findLink(ctx.db, 'pipeline', pipelineId);
  const json = translated(saved.json, (id) => linkedThere(ctx.db, id));
  const isThere = known !== null && (await pipelines.update(known.idThere, json));
  if (!isThere) {
    const made = await makeOnce(work, stored, json);
    ctx.unit(MACHINE, (tx) => {
      deleteLink(tx.db, 'pipeline', pipelineId);
      insertLink(tx.db, { kind: 'pipeline', localId: pipelineId, remoteId: remote.id, idThere: made });
    });
  }
  await look(work, pipelineId, saved.version);
}

/** A pipeline of its name that was not there before the remote was asked is the one that it was asked for. */
async function makeOnce({ ctx, pipelines }: Work, { seq, before }: StoredOrder, json: Json): Promise<string> {
  const place = { projectId: String(json['projectId']), name: String(json['name']) };
  const found = await pipelines.named(place);
  if (found[0] !== undefined) {
    if (namedSchema.safeParse(before).success) return found[0];
    throw new SluiceError(
      'conflict',
      `There is a pipeline "${place.name}" there already. Rename one of them.`,
    );
  }
  ctx.unit(MACHINE, (tx) => noteBefore(tx.db, seq, { named: 0 }));
  return await pipelines.create(json);
}

const lastSchema = z.object({ last: z.array(z.string()) });

/** A cycle of this account that was not there before the remote was asked is the one that it was asked for. */
async function execute(
  { ctx, remote, pipelines }: Work,
  { seq, before }: StoredOrder,
  start: { readonly id: string; readonly itemId: string | null; readonly nodeId: string | null },
): Promise<void> {
  const cycles = await pipelines.latestCycles(start.id);
  const last = lastSchema.safeParse(before);
  if (last.success) {
    const known = new Set(last.data.last);
    if (cycles.some(({ id, creator }) => !known.has(id) && creator === remote.account)) return;
  } else {
    ctx.unit(MACHINE, (tx) => noteBefore(tx.db, seq, { last: cycles.map(({ id }) => id) }));
  }
  const input = start.itemId === null ? {} : { item: idThere(ctx.db, 'item', start.itemId) };
  await pipelines.execute(start.id, { input, nodeId: start.nodeId });
}

/** Those that something was done with, and those that were not looked at for a while. */
async function lookAround(work: Work, touched: ReadonlySet<string>): Promise<void> {
  const { ctx, remote } = work;
  for (const { localId, about } of listLinks(ctx.db, 'pipeline', remote.id)) {
    const known = about === null ? null : pipelineThereSchema.parse(JSON.parse(about));
    const age = known === null ? LOOK_AGAIN : ctx.ports.clock.now() - known.at;
    if (touched.has(localId) || age >= LOOK_AGAIN || age < 0)
      await look(work, localId, known?.version ?? null);
  }
}

async function look({ ctx, pipelines }: Work, pipelineId: string, version: number | null): Promise<void> {
  const link = findLink(ctx.db, 'pipeline', pipelineId);
  if (!link) return;
  const found = await pipelines.look(link.idThere).catch((error: unknown) => {
    // Who may not see how it stands has what was seen last; the rest of sync goes on.
    if (error instanceof Refused && error.status !== 401) return undefined;
    throw error;
  });
  if (found === undefined) return;
  ctx.unit(MACHINE, (tx) => {
    if (found === null || !findPipeline(tx.db, pipelineId)) deleteLink(tx.db, 'pipeline', pipelineId);
    else setAbout(tx.db, 'pipeline', pipelineId, JSON.stringify({ ...found, version, at: tx.now }));
  });
}
