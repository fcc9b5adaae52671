/** Commands that change a part of a pipeline: set, restore, triggers. */
import { Option } from 'commander';
import type { Trigger } from '#contract/triggers.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { table } from '../output.ts';
import { findNode } from './find.ts';
import { type Group, type OnPipeline, type PipelineFlags, pipelineArgument } from './group.ts';
import { jsonObject } from './json-option.ts';

type Values = Record<string, unknown>;
type SetFlags = PipelineFlags & {
  settings?: Values;
  variables?: Values;
  name?: string;
  description?: string;
};
type RestoreFlags = PipelineFlags & { to: number };
type TriggerFlags = PipelineFlags & { on?: string; off?: string };

export function addChanging(group: Group): void {
  group
    .add(
      'set',
      'change name, description, settings or the values of variables; the graph stays',
      'sluice pipelines set QA --variables \'{"limit": 3}\'',
    )
    .addArgument(pipelineArgument())
    .option('--name <name>', 'another name')
    .option('--description <text>', 'another description')
    .addOption(
      new Option('--settings <json>', 'defaultResumeOption, keepTriggersActive, …').argParser(jsonObject),
    )
    .addOption(new Option('--variables <json>', 'values by the names of variables').argParser(jsonObject))
    .action(group.actOn('pipelines.update', set));
  group
    .add('back', 'make an earlier version the latest again, as a new one', 'sluice pipelines back QA --to 2')
    .addArgument(pipelineArgument())
    .addOption(
      new Option('--to <n>', 'the version, as "pipelines versions" lists them')
        .argParser(wholeNumber(1, 1_000_000))
        .makeOptionMandatory(),
    )
    .action(group.actOn('pipelines.version', back));
  group
    .add(
      'triggers',
      'list the triggers of a pipeline, or switch those of a node',
      'sluice pipelines triggers QA --off Inbox',
    )
    .addArgument(pipelineArgument())
    .addOption(new Option('--on <node>', 'switch the triggers of this node on').conflicts('off'))
    .option('--off <node>', 'switch the triggers of this node off')
    .action(group.actOn('triggers.list', triggers));
}

async function set({ engine, session, flags, pipeline }: OnPipeline<SetFlags>): Promise<ExitCode> {
  const { settings, variables, name, description } = flags;
  const before = await engine.call('pipelines.get', { pipelineId: pipeline.id });
  const after = await engine.call('pipelines.update', {
    pipelineId: pipeline.id,
    name,
    description,
    variables,
    settings: settings && { ...before.settings, ...settings },
  });
  session.output.result(after, () => `"${after.name}" is changed.`);
  return EXIT.ok;
}

async function back({ engine, session, flags, pipeline }: OnPipeline<RestoreFlags>): Promise<ExitCode> {
  const pipelineId = pipeline.id;
  const graph = await engine.call('pipelines.version', { pipelineId, version: flags.to });
  const after = await engine.call('pipelines.update', { pipelineId, graph });
  const text =
    after.version === pipeline.version
      ? `Version ${flags.to} is the same as the latest.`
      : `Version ${after.version} is version ${flags.to} again. Install it to run it.`;
  session.output.result(after, () => text);
  return EXIT.ok;
}

async function triggers({ engine, session, flags, pipeline }: OnPipeline<TriggerFlags>): Promise<ExitCode> {
  const pipelineId = pipeline.id;
  const node = flags.on ?? flags.off;
  if (node === undefined) {
    const found = await engine.call('triggers.list', { pipelineId });
    session.output.result(found, () => describeTriggers(found));
    return EXIT.ok;
  }
  const { graph } = await engine.call('pipelines.get', { pipelineId });
  const nodeId = findNode(graph, node).id;
  const active = flags.on !== undefined;
  const found = await engine.call('triggers.setActive', { pipelineId, nodeId, active });
  session.output.result(found, () => describeTriggers(found));
  return EXIT.ok;
}

function describeTriggers(found: readonly Trigger[]): string {
  return table(
    ['node', 'starts at', 'switched', 'fires now', 'started'],
    found.map((trigger) => [
      trigger.nodeName,
      trigger.kind === 'cron' ? trigger.cron : `${trigger.resource} ${trigger.actions.join(', ')}`,
      trigger.active ? 'on' : 'off',
      trigger.listening ? 'yes' : 'no',
      trigger.started,
    ]),
  );
}
