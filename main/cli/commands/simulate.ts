import { type Command, InvalidArgumentError, Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import type { Graph } from '#core/model/graph.ts';
import type { DatasetId, ItemId } from '#core/model/ids.ts';
import type { StandIn } from '#core/model/simulation.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOption, wholeNumber, workspaceOption } from '../options.ts';
import { describeSimulation } from '../pipelines/describe-simulation.ts';
import { findDataset, findNode } from '../pipelines/find.ts';
import { untilAborted } from '../pipelines/follow.ts';
import { actions, type OnPipeline, type PipelineFlags, pipelineArgument } from '../pipelines/group.ts';
import { requireItem } from '../pipelines/items.ts';
import { jsonObject } from '../pipelines/json-option.ts';
import { readGraphFile } from '../run/graph-file.ts';
import { arrivalsOf } from '../run/prepare.ts';
import type { Runner } from '../session.ts';

type SimulateFlags = PipelineFlags & {
  graph?: string;
  at?: number;
  item?: string[];
  dataset?: string[];
  filter?: Record<string, unknown>;
  share?: number;
  limit?: number;
  node?: string;
  rate?: Rate[];
  seconds?: Seconds[];
  runCode?: boolean;
  seed?: string;
};

type Rate = { readonly node: string; readonly action: string; readonly weight: number };
type Seconds = { readonly node: string; readonly seconds: number };

/** `sluice simulate`: where items would go, without anything happening. */
export function addSimulate(program: Command, run: Runner): void {
  program
    .command('simulate')
    .description('play items through a pipeline without doing anything, and count what would happen')
    .addArgument(pipelineArgument())
    .addOption(workspaceOption())
    .option('--project <name>', 'the project, by its name or id')
    .addOption(new Option('--at <version>', 'an older version').argParser(wholeNumber(1, 1_000_000)))
    .addOption(
      new Option('--graph <file>', 'this file instead, with what people decided in the pipeline').conflicts(
        'at',
      ),
    )
    .addOption(
      new Option('--dataset <name...>', 'the items of these (default: of the first node)').conflicts('item'),
    )
    .addOption(new Option('--item <id...>', 'ids or file names of items'))
    .addOption(new Option('--filter <json>', 'only what this DQL finds').argParser(jsonObject))
    .addOption(new Option('--share <part>', 'a part of them, 0 to 1').argParser(partOfOne))
    .addOption(new Option('--limit <n>', 'at most so many').argParser(wholeNumber(1, 100_000)))
    .option('--node <node>', 'id or name of the node where they come in (default: the first)')
    .addOption(
      new Option(
        '--rate <node:action=weight...>',
        'how often people decide what; else as they did before',
      ).argParser(rate),
    )
    .addOption(
      new Option('--seconds <node=seconds...>', 'how long an item takes a person').argParser(seconds),
    )
    .option('--run-code', 'run snippets that are granted nothing, instead of passing them by')
    .option('--seed <text>', 'what decisions are drawn by: the same text draws the same')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Nothing is changed. What has an effect is passed by, people are stood in for by rates.

Examples:
  sluice simulate "Video to QA" --share 0.1
  sluice simulate QA --dataset Frames --rate QA:approved=9 QA:discard=1 --seconds QA=20
  sluice simulate QA --graph changed.json --item 00000042.jpg`,
    )
    .action(actions(run).actOn('pipelines.simulate', simulate));
}

async function simulate(at: OnPipeline<SimulateFlags>): Promise<ExitCode> {
  const { engine, session, flags, pipeline } = at;
  const graph = await graphOf(at);
  const code = flags.runCode ? 'run' : 'pass';
  session.output.progress('Playing items through');
  const simulation = await untilAborted(
    session.signal,
    engine.call('pipelines.simulate', {
      pipelineId: pipeline.id,
      code,
      people: peopleOf(flags, graph),
      items: await itemsOf(at, graph),
      ...(flags.graph === undefined ? {} : { graph }),
      ...(flags.at === undefined ? {} : { version: flags.at }),
      ...(flags.node === undefined ? {} : { nodeId: findNode(graph, flags.node).id }),
      ...(flags.seed === undefined ? {} : { seed: flags.seed }),
    }),
  );
  session.output.result(simulation, () => describeSimulation(simulation, graph));
  return EXIT.ok;
}

async function graphOf({ engine, flags, pipeline }: OnPipeline<SimulateFlags>): Promise<Graph> {
  if (flags.graph !== undefined) return (await readGraphFile(flags.graph)).graph;
  const version = flags.at ?? pipeline.version;
  return await engine.call('pipelines.version', { pipelineId: pipeline.id, version });
}

async function itemsOf({ engine, flags, pipeline }: OnPipeline<SimulateFlags>, graph: Graph) {
  if (flags.item) {
    const itemIds: ItemId[] = [];
    for (const text of flags.item) itemIds.push((await requireItem(engine, text, flags.project)).id);
    return { itemIds };
  }
  const datasetIds: DatasetId[] = [];
  for (const name of flags.dataset ?? []) {
    datasetIds.push((await findDataset(engine, pipeline.projectId, name)).id);
  }
  if (!flags.dataset) {
    const { variables } = await engine.call('pipelines.get', { pipelineId: pipeline.id });
    const inputs = arrivalsOf({ graph, variables })?.inputs;
    if (inputs === undefined) {
      throw new SluiceError(
        'invalid-input',
        'The first node has no dataset: name one with --dataset, or items.',
      );
    }
    datasetIds.push(inputs);
  }
  const { filter = {}, share, limit } = flags;
  const some = { ...(share === undefined ? {} : { share }), ...(limit === undefined ? {} : { limit }) };
  return { datasetIds, filter, ...some };
}

function peopleOf({ rate: rates = [], seconds: times = [] }: SimulateFlags, graph: Graph) {
  const people: Record<string, StandIn> = {};
  for (const { node, action, weight } of rates) {
    const { id } = findNode(graph, node);
    people[id] = { rates: { ...people[id]?.rates, [action]: weight } };
  }
  for (const { node, seconds: secondsPerItem } of times) {
    const { id } = findNode(graph, node);
    people[id] = { rates: {}, ...people[id], secondsPerItem };
  }
  return people;
}

function rate(text: string, before: readonly Rate[] = []): Rate[] {
  const [, node, action, weight] = /^(.+):([^:=]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (node && action) return [...before, { node, action, weight: Number(weight) }];
  throw new InvalidArgumentError('It must be NODE:ACTION=WEIGHT, such as QA:approved=9.');
}

function seconds(text: string, before: readonly Seconds[] = []): Seconds[] {
  const [, node, value] = /^(.+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (node) return [...before, { node, seconds: Number(value) }];
  throw new InvalidArgumentError('It must be NODE=SECONDS, such as QA=20.');
}

function partOfOne(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}
