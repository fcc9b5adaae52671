/** Commands about pipelines that run at a remote: push, pull, remote. */
import { Argument, Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import { type ItemId, itemIdSchema } from '#core/model/ids.ts';
import type { Order, PipelineThere, RemotePipeline, WaitingOrder } from '#core/model/remote-pipeline.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';
import { findRemote, hostOf } from '../sync/find.ts';
import { onlyOne } from './find.ts';
import type { At, Group, OnPipeline, PipelineFlags } from './group.ts';
import { pipelineArgument } from './group.ts';
import { count } from './text.ts';

type RemoteFlags = PipelineFlags & { remote?: string };

type PushFlags = RemoteFlags & {
  install?: boolean;
  pause?: boolean;
  execute?: string | true;
};

const REMOTE = ['--remote <host>', 'the remote, by its host or id (default: the only one)'] as const;

export function addRemote(group: Group): void {
  group
    .add(
      'push',
      'make a pipeline at a remote as it is here, and let it run there',
      'sluice pipelines push "Video to QA" --remote gate.dataloop.ai --install',
    )
    .addArgument(pipelineArgument())
    .option(...REMOTE)
    .addOption(new Option('--install', 'let it run there').conflicts('pause'))
    .option('--pause', 'let it rest there')
    .option('--execute [item]', 'start a cycle there, for an item by its id where it needs one')
    .action(group.actOn('sync.order', push));
  group
    .add(
      'pull',
      'make a pipeline here that is as one at a remote, or bring one up to date; without a name, list those there are',
      'sluice pipelines pull "Video to QA" --remote gate.dataloop.ai',
    )
    .addArgument(new Argument('[pipeline]', 'its id or name there'))
    .option(...REMOTE)
    .action(async (name: string | undefined, flags: RemoteFlags) => {
      await group.act<RemoteFlags>('sync.takePipeline', (at) => pull(at, name))(flags);
    });
  group
    .add(
      'remote',
      'list the pipelines at remotes, and how they stand there',
      'sluice pipelines remote --json',
    )
    .action(group.act('sync.pipelines', list));
}

async function push(at: OnPipeline<PushFlags>): Promise<ExitCode> {
  const { engine, session, flags, pipeline } = at;
  const remote = await findRemote(engine, flags.remote);
  const { id: remoteId } = remote;
  for (const order of ordersOf(flags)) {
    await engine.call('sync.order', { remoteId, pipelineId: pipeline.id, order });
  }
  const state = await engine.call('sync.now', { remoteId });
  const all = await engine.call('sync.pipelines', {});
  const found = all.find((one) => one.remoteId === remoteId && one.pipelineId === pipeline.id);
  const waiting = found?.orders ?? [];
  const host = hostOf(remote);
  session.output.result({ state: state.state, message: state.message, pipeline: found ?? null }, () => {
    const [refused] = waiting.filter((order) => order.refused);
    if (refused) return `${host} did not ${refused.order.verb} it: ${refused.refused?.message}`;
    if (waiting.length === 0) return `"${pipeline.name}" is ${describeStatus(found)} at ${host}.`;
    const why = state.message === null ? '' : ` (${state.message})`;
    return `${count(waiting.length, 'order')} to ${host} will be carried out when it is reached${why}.`;
  });
  return waiting.some(({ refused }) => refused) ? EXIT.workFailed : EXIT.ok;
}

function ordersOf({ install, pause, execute }: PushFlags): Order[] {
  const itemId = typeof execute === 'string' ? itemIdOf(execute) : null;
  return [
    { verb: 'save' },
    ...(install ? [{ verb: 'install', resumeOption: null } as const] : []),
    ...(pause ? [{ verb: 'pause' } as const] : []),
    ...(execute === undefined ? [] : [{ verb: 'execute', itemId, nodeId: null } as const]),
  ];
}

function itemIdOf(text: string): ItemId {
  const read = itemIdSchema.safeParse(text);
  if (read.success) return read.data;
  throw new SluiceError('invalid-input', `"${text}" is no id of an item.`);
}

async function pull(
  { engine, session, flags }: At<RemoteFlags>,
  name: string | undefined,
): Promise<ExitCode> {
  const remote = await findRemote(engine, flags.remote);
  const { id: remoteId } = remote;
  const all = await engine.call('sync.pipelinesThere', { remoteId });
  if (name === undefined) {
    session.output.result(all, () =>
      all.length === 0
        ? `No pipeline is in the linked projects of ${hostOf(remote)}.`
        : table(
            ['pipeline', 'id there', 'status', 'cycles', 'here'],
            all.map((one) => [
              ...[one.name, one.idThere, one.status],
              ...[describeCycles(one.cycles), one.pipelineId ?? '-'],
            ]),
          ),
    );
    return EXIT.ok;
  }
  const named = all.map((one) => ({ ...one, id: one.idThere }));
  const { idThere, pipelineId } = onlyOne(named, name, {
    what: 'pipeline at the remote',
    remedy: 'Give its id.',
  });
  const taken = await engine.call('sync.takePipeline', { remoteId, idThere });
  session.output.result(taken, () =>
    pipelineId === taken.id
      ? `"${taken.name}" is as it is at ${hostOf(remote)}.`
      : `"${taken.name}" was made here as it is at ${hostOf(remote)}: ${taken.id}.`,
  );
  return EXIT.ok;
}

async function list({ engine, session }: At): Promise<ExitCode> {
  const [pipelines, remotes] = await Promise.all([
    engine.call('sync.pipelines', {}),
    engine.call('sync.remotes', {}),
  ]);
  const hosts = new Map(remotes.map((one) => [one.id, hostOf(one)]));
  session.output.result(pipelines, () =>
    pipelines.length === 0
      ? 'No pipeline is at a remote. "sluice pipelines push" sends one there.'
      : table(
          ['pipeline', 'remote', 'status', 'cycles', 'waits'],
          pipelines.map((one) => [
            ...[one.name, hosts.get(one.remoteId) ?? '-', describeStatus(one)],
            ...[describeCycles(one.there?.cycles ?? []), one.orders.map(describeOrder).join(', ')],
          ]),
        ),
  );
  return EXIT.ok;
}

function describeStatus(pipeline: RemotePipeline | undefined): string {
  const { there = null, version } = pipeline ?? {};
  if (there === null) return 'not there yet';
  return there.version === version ? there.status : `${there.status} (as of version ${there.version ?? '?'})`;
}

function describeCycles(cycles: PipelineThere['cycles']): string {
  return cycles.map(({ status, count: number }) => `${number} ${status}`).join(', ');
}

const describeOrder = ({ order, refused }: WaitingOrder) =>
  refused ? `${order.verb}: ${refused.message}` : order.verb;
