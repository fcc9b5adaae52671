/** Commands that only look: list, show, cycles, versions, log, stats. */
import { Option } from 'commander';
import { type CycleStatus, cycleStatusSchema } from '#core/model/cycle.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import {
  describeCycles,
  describePipeline,
  describePipelines,
  describeStatistics,
  describeVersions,
} from './describe.ts';
import { describeHistory } from './describe-explanation.ts';
import { allPipelines } from './find.ts';
import { type At, type Group, type OnPipeline, type PipelineFlags, pipelineArgument } from './group.ts';

type LogFlags = PipelineFlags & { limit: number; before?: string };
type CycleFlags = PipelineFlags & { status?: CycleStatus; limit: number };

export function addReading(group: Group): void {
  group
    .add('list', 'list all pipelines with their cycles', 'sluice pipelines list --json')
    .action(group.act('pipelines.list', list));
  group
    .add('show', 'show a pipeline: its nodes, connections and counts', 'sluice pipelines show "Video to QA"')
    .addArgument(pipelineArgument())
    .action(group.actOn('pipelines.get', show));
  group
    .add(
      'cycles',
      'list the cycles of a pipeline, latest first',
      'sluice pipelines cycles "Video to QA" --status failed',
    )
    .addArgument(pipelineArgument())
    .addOption(new Option('--status <status>', 'only these').choices(cycleStatusSchema.options))
    .addOption(new Option('--limit <n>', 'at most so many').argParser(wholeNumber(1, 1000)).default(50, '50'))
    .action(group.actOn('cycles.list', cycles));
  group
    .add('versions', 'list the versions of a pipeline, latest first', 'sluice pipelines versions QA')
    .addArgument(pipelineArgument())
    .action(group.actOn('pipelines.versions', versions));
  group
    .add('stats', 'count cycles and executions by status, with their mean times', 'sluice pipelines stats QA')
    .addArgument(pipelineArgument())
    .action(group.actOn('pipelines.statistics', stats));
  group
    .add('log', 'tell what was decided about a pipeline as a whole, and why', 'sluice pipelines log QA')
    .addArgument(pipelineArgument())
    .addOption(new Option('--limit <n>', 'at most so many').argParser(wholeNumber(1, 1000)).default(50, '50'))
    .option('--before <place>', 'the decisions before these: what the last answer named as next')
    .action(group.actOn('explain.pipeline', log));
}

async function list({ engine, session, flags }: At): Promise<ExitCode> {
  const pipelines = await allPipelines(engine, flags.project);
  session.output.result(pipelines, () => describePipelines(pipelines));
  return EXIT.ok;
}

async function show({ engine, session, pipeline }: OnPipeline): Promise<ExitCode> {
  const whole = await engine.call('pipelines.get', { pipelineId: pipeline.id });
  const triggers = await engine.call('triggers.list', { pipelineId: pipeline.id });
  session.output.result(whole, () => describePipeline(whole, pipeline.projectName, triggers));
  return EXIT.ok;
}

async function cycles({ engine, session, flags, pipeline }: OnPipeline<CycleFlags>): Promise<ExitCode> {
  const { status = null, limit } = flags;
  const { items } = await engine.call('cycles.list', { pipelineId: pipeline.id, status, limit });
  session.output.result(items, () => describeCycles(items));
  return EXIT.ok;
}

async function versions({ engine, session, pipeline }: OnPipeline): Promise<ExitCode> {
  const found = await engine.call('pipelines.versions', { pipelineId: pipeline.id });
  session.output.result(found, () => describeVersions(found, pipeline.installedVersion));
  return EXIT.ok;
}

async function log({ engine, session, flags, pipeline }: OnPipeline<LogFlags>): Promise<ExitCode> {
  const { limit, before = null } = flags;
  const events = await engine.call('explain.pipeline', { pipelineId: pipeline.id, limit, after: before });
  session.output.result(events, () => describeHistory(events));
  return EXIT.ok;
}

async function stats({ engine, session, pipeline }: OnPipeline): Promise<ExitCode> {
  const { graph } = await engine.call('pipelines.get', { pipelineId: pipeline.id });
  const statistics = await engine.call('pipelines.statistics', { pipelineId: pipeline.id });
  session.output.result(statistics, () => describeStatistics(statistics, graph));
  return EXIT.ok;
}
