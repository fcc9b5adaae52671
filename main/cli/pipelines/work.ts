/** Commands that set cycles going or end them: execute, rerun, terminate. */
import { Option } from 'commander';
import type { RerunMethod } from '#contract/pipelines.ts';
import { SluiceError } from '#core/errors.ts';
import { type CycleStatus, cycleStatusSchema } from '#core/model/cycle.ts';
import { type CycleId, cycleIdSchema, type ItemId } from '#core/model/ids.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { facts } from '../output.ts';
import { findDataset, findNode } from './find.ts';
import { commandExit, commandText, followCommand, settle, waitOption } from './follow.ts';
import { type Group, type OnPipeline, type PipelineFlags, pipelineArgument } from './group.ts';
import { requireItem } from './items.ts';
import { jsonObject } from './json-option.ts';

type ExecuteFlags = PipelineFlags & {
  item?: string[];
  input?: Record<string, unknown>;
  dataset?: string[];
  filter?: Record<string, unknown>;
  node?: string;
  test?: boolean;
  wait?: boolean;
};
type RerunFlags = PipelineFlags & {
  fromBeginning?: boolean;
  fromNode?: string[];
  failed?: boolean;
  cycle?: string[];
  status?: CycleStatus;
  wait?: boolean;
};
type TerminateFlags = PipelineFlags & { cycle?: string[]; all?: boolean };

/** Cycles started by one call. */
const PART = 1000;

const cycleOption = () => new Option('--cycle <id...>', 'ids of cycles, as "pipelines cycles" lists them');

export function addWork(group: Group): void {
  group
    .add(
      'execute',
      'start cycles for items, for an input, or for what is in datasets',
      'sluice pipelines execute QA --dataset Frames --filter \'{"name": "0001*"}\' --wait',
    )
    .addArgument(pipelineArgument())
    .addOption(new Option('--item <id...>', 'ids or file names of items: a cycle for each'))
    .addOption(new Option('--input <json>', 'values by the inputs of the first node').argParser(jsonObject))
    .addOption(
      new Option('--dataset <name...>', 'a cycle for each of their items').conflicts(['item', 'input']),
    )
    .addOption(
      new Option('--filter <json>', 'of the datasets, only what this DQL finds').argParser(jsonObject),
    )
    .option('--node <node>', 'id or name of the node to start at (default: the first)')
    .addOption(new Option('--test', 'mark the cycles as a trial').conflicts('dataset'))
    .addOption(waitOption())
    .action(group.actOn('pipelines.execute', execute));
  group
    .add(
      'rerun',
      'run cycles again; they keep their ids and their history',
      'sluice pipelines rerun QA --failed',
    )
    .addArgument(pipelineArgument())
    .addOption(new Option('--from-beginning', 'all of each cycle').conflicts(['fromNode', 'failed']))
    .addOption(
      new Option('--from-node <node...>', 'from these nodes on, with what went into them then').conflicts(
        'failed',
      ),
    )
    .option('--failed', 'only what failed')
    .addOption(cycleOption())
    .addOption(
      new Option('--status <status>', 'only cycles of this status').choices(cycleStatusSchema.options),
    )
    .addOption(waitOption())
    .action(group.actOn('pipelines.rerun', rerun));
  group
    .add(
      'terminate',
      'end cycles; what they made stays',
      'sluice pipelines terminate QA --cycle 019a0b1c2d3ec0000000001f',
    )
    .addArgument(pipelineArgument())
    .addOption(cycleOption())
    .addOption(new Option('--all', 'all open cycles of the pipeline').conflicts('cycle'))
    .action(group.actOn('pipelines.terminate', terminate));
}

async function execute(at: OnPipeline<ExecuteFlags>): Promise<ExitCode> {
  const { flags } = at;
  if (flags.filter && !flags.dataset) {
    throw new SluiceError('invalid-input', 'A --filter looks through datasets: name them with --dataset.');
  }
  if (flags.dataset) return await executeBatch(at, flags.dataset);
  if (!flags.item && !flags.input) {
    throw new SluiceError('invalid-input', 'Say what to run: --item, --input or --dataset.');
  }
  return await executeSome(at, flags.item ?? []);
}

async function executeBatch(at: OnPipeline<ExecuteFlags>, names: readonly string[]): Promise<ExitCode> {
  const { engine, session, flags, pipeline } = at;
  const datasets = await Promise.all(
    names.map(async (name) => await findDataset(engine, pipeline.projectId, name)),
  );
  const before = flags.wait ? pipeline.counts.cycles.failed : 0;
  const started = await engine.call('pipelines.executeBatch', {
    pipelineId: pipeline.id,
    datasetIds: datasets.map(({ id }) => id),
    filter: flags.filter ?? {},
    ...(await startNode(at)),
  });
  const command = await followCommand(at, started);
  if (!flags.wait) {
    session.output.result(command, () => commandText(command, 'started'));
    return commandExit(command);
  }
  await settle(at);
  const { cycles } = await engine.call('pipelines.counts', { pipelineId: pipeline.id });
  session.output.result({ command, cycles }, () =>
    [commandText(command, 'started'), '', facts(Object.entries(cycles))].join('\n'),
  );
  return cycles.failed > before ? EXIT.workFailed : commandExit(command);
}

async function executeSome(at: OnPipeline<ExecuteFlags>, texts: readonly string[]): Promise<ExitCode> {
  const { engine, session, flags, pipeline } = at;
  const items: ItemId[] = [];
  for (const text of texts) items.push((await requireItem(engine, text, flags.project)).id);
  const call = { pipelineId: pipeline.id, test: flags.test ?? false, ...(await startNode(at)) };
  const cycleIds: CycleId[] = [];
  for (let from = 0; from < items.length; from += PART) {
    const itemIds = items.slice(from, from + PART);
    cycleIds.push(...(await engine.call('pipelines.execute', { ...call, itemIds })).cycleIds);
  }
  if (flags.input) {
    cycleIds.push(...(await engine.call('pipelines.execute', { ...call, input: flags.input })).cycleIds);
  }
  if (!flags.wait) {
    session.output.result({ cycleIds }, () => `Started: ${cycleIds.join(', ')}`);
    return EXIT.ok;
  }
  await settle(at);
  const cycles = await Promise.all(cycleIds.map((cycleId) => engine.call('cycles.get', { cycleId })));
  session.output.result({ cycleIds, cycles }, () =>
    cycles.map(({ id, itemName, status }) => `${id}  ${itemName ?? ''}  ${status}`).join('\n'),
  );
  return cycles.some(({ status }) => status === 'failed') ? EXIT.workFailed : EXIT.ok;
}

async function startNode({ engine, flags, pipeline }: OnPipeline<ExecuteFlags>) {
  if (flags.node === undefined) return {};
  const { id, installedVersion, version } = pipeline;
  const graph = await engine.call('pipelines.version', {
    pipelineId: id,
    version: installedVersion || version,
  });
  return { nodeId: findNode(graph, flags.node).id };
}

async function rerun(at: OnPipeline<RerunFlags>): Promise<ExitCode> {
  const { engine, session, flags, pipeline } = at;
  const pipelineId = pipeline.id;
  const cycleIds = cycleIdsOf(flags.cycle);
  const { graph } = await engine.call('pipelines.get', { pipelineId });
  const started = await engine.call('pipelines.rerun', {
    pipelineId,
    method: methodOf(flags),
    startNodeIds: (flags.fromNode ?? []).map((name) => findNode(graph, name).id),
    cycleIds,
    status: flags.status ?? null,
  });
  const command = await followCommand(at, started);
  if (!flags.wait) {
    session.output.result(command, () => commandText(command, 'run again'));
    return commandExit(command);
  }
  await settle(at);
  const { cycles } = await engine.call('pipelines.counts', { pipelineId });
  session.output.result({ command, cycles }, () =>
    [commandText(command, 'run again'), '', facts(Object.entries(cycles))].join('\n'),
  );
  const named = await Promise.all((cycleIds ?? []).map((cycleId) => engine.call('cycles.get', { cycleId })));
  const failed = cycleIds ? named.some(({ status }) => status === 'failed') : cycles.failed > 0;
  return failed ? EXIT.workFailed : commandExit(command);
}

function methodOf({ fromBeginning, fromNode, failed }: RerunFlags): RerunMethod {
  if (fromBeginning) return 'startFromBeginning';
  if (fromNode) return 'startFromNodes';
  if (failed) return 'startFromFailedExecutions';
  throw new SluiceError('invalid-input', 'Say what to run again: --from-beginning, --from-node or --failed.');
}

async function terminate(at: OnPipeline<TerminateFlags>): Promise<ExitCode> {
  const { engine, session, flags, pipeline } = at;
  if (!flags.cycle && !flags.all) {
    throw new SluiceError('invalid-input', 'Say which cycles to end: --cycle with ids, or --all.');
  }
  const cycleIds = cycleIdsOf(flags.cycle);
  const started = await engine.call('pipelines.terminate', { pipelineId: pipeline.id, cycleIds });
  const command = await followCommand(at, started);
  session.output.result(command, () => commandText(command, 'ended'));
  return commandExit(command);
}

/** @throws SluiceError `invalid-input` naming the first that is no id. */
function cycleIdsOf(texts: readonly string[] | undefined): CycleId[] | null {
  if (texts === undefined) return null;
  return texts.map((text) => {
    const id = cycleIdSchema.safeParse(text);
    if (id.success) return id.data;
    const message = `"${text}" is not the id of a cycle: it must be 24 hexadecimal characters.`;
    throw new SluiceError('invalid-input', message);
  });
}
