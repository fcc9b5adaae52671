/** Commands that change a pipeline's state: install, pause, reset, delete. */
import { Option } from 'commander';
import type { MoveObstacle, MovePlan } from '#contract/pipelines.ts';
import { isSluiceError, SluiceError } from '#core/errors.ts';
import { graphProblemSchema } from '#core/model/graph.ts';
import type { Pipeline, PipelineCounts } from '#core/model/pipeline.ts';
import { installRefusal } from '#core/pipeline/validate.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';
import { settle, waitOption } from './follow.ts';
import { type Group, type OnPipeline, type PipelineFlags, pipelineArgument } from './group.ts';
import { count } from './text.ts';

type InstallFlags = PipelineFlags & {
  terminateExisting?: boolean;
  resumeExisting?: boolean;
  move?: boolean;
  plan?: boolean;
  wait?: boolean;
};
type PauseFlags = PipelineFlags & { keepTriggers?: boolean };
type ResetFlags = PipelineFlags & { stop?: boolean; yes?: boolean };
type DeleteFlags = PipelineFlags & { yes?: boolean };

const yesOption = () => new Option('--yes', 'do it although cycles are open');

export function addLifecycle(group: Group): void {
  group
    .add(
      'install',
      'let a pipeline run on its latest version, also after a pause',
      'sluice pipelines install "Video to QA" --move',
    )
    .addArgument(pipelineArgument())
    .addOption(
      new Option('--terminate-existing', 'end the cycles that were open at the pause').conflicts(
        'resumeExisting',
      ),
    )
    .option('--resume-existing', 'go on with them, whatever the settings say')
    .option(
      '--move',
      'let open cycles of older versions go over to the latest; tells which can and which cannot',
    )
    .option('--plan', 'only tell what --move would do')
    .addOption(waitOption())
    .action(group.actOn('pipelines.install', install));
  group
    .add(
      'pause',
      'start nothing new; people go on deciding, and it counts later',
      'sluice pipelines pause QA',
    )
    .addArgument(pipelineArgument())
    .option('--keep-triggers', 'let triggers go on starting cycles, which wait')
    .option('--no-keep-triggers', 'let them rest, whatever the settings say')
    .action(group.actOn('pipelines.pause', pause));
  group
    .add(
      'reset',
      'end all cycles of a paused pipeline and clear its counters',
      'sluice pipelines reset QA --stop --yes',
    )
    .addArgument(pipelineArgument())
    .option('--stop', 'pause it first when it is installed')
    .addOption(yesOption())
    .action(group.actOn('pipelines.reset', reset));
  group
    .add('delete', 'delete a pipeline that is not installed; items stay', 'sluice pipelines delete Trial')
    .addArgument(pipelineArgument())
    .addOption(yesOption())
    .action(group.actOn('pipelines.delete', remove));
}

async function install(at: OnPipeline<InstallFlags>): Promise<ExitCode> {
  const { engine, session, flags, pipeline } = at;
  const pipelineId = pipeline.id;
  const move = flags.move || flags.plan ? await engine.call('pipelines.movePlan', { pipelineId }) : null;
  if (flags.plan && move) {
    session.output.result(move, () => describeMove(move));
    return EXIT.ok;
  }
  const resumeOption = flags.terminateExisting
    ? { resumeOption: 'terminateExistingCycles' as const }
    : flags.resumeExisting
      ? { resumeOption: 'resumeExistingCycles' as const }
      : {};
  const inFlight = flags.move ? 'move' : 'finish';
  const installed = await engine
    .call('pipelines.install', { pipelineId, inFlight, ...resumeOption })
    .catch((error: unknown) => {
      throw withAllProblems(error, pipeline.name);
    });
  if (flags.wait) await settle(at);
  session.output.result({ pipeline: installed, move }, () =>
    [
      `"${installed.name}" is installed, version ${installed.version}.`,
      ...(move ? [describeMove(move)] : []),
    ].join('\n'),
  );
  return EXIT.ok;
}

/** The engine's message is about the first; a person mends them all at once. */
function withAllProblems(error: unknown, name: string): unknown {
  if (!isSluiceError(error, 'pipeline-invalid')) return error;
  const problems = graphProblemSchema.array().safeParse(error.details['problems']);
  const refusal = problems.success ? installRefusal(problems.data) : null;
  if (refusal === null) return error;
  const message = `"${name}" cannot be installed: ${refusal}`;
  return new SluiceError('pipeline-invalid', message, error.details, { cause: error });
}

const OBSTACLES = {
  gone: 'the new version has no such node',
  'other-type': 'it is a node of another type there',
  'under-way': 'it is running just now',
} as const satisfies Record<MoveObstacle, string>;

function describeMove({ version, nodes, movable, stuck, cycles }: MovePlan): string {
  if (movable + stuck === 0) return `No cycle is open on an older version than ${version}.`;
  const stay = stuck > 0 ? `; ${count(stuck, 'cycle')} cannot, and end on the version they are on` : '';
  const rows = nodes.map(({ name, open, movable: moves }) => [name, open, moves ? 'moves' : 'cannot move']);
  const staying = cycles.flatMap(({ itemName, nodeName, obstacle }) =>
    obstacle ? [[itemName ?? '-', nodeName, OBSTACLES[obstacle]]] : [],
  );
  return [
    `${count(movable, 'cycle')} to version ${version}${stay}.`,
    table(['node', 'open', ''], rows),
    ...(staying.length > 0 ? [table(['stays', 'at', 'because'], staying)] : []),
  ].join('\n\n');
}

async function pause({ engine, session, flags, pipeline }: OnPipeline<PauseFlags>): Promise<ExitCode> {
  const { keepTriggers } = flags;
  const kept = keepTriggers === undefined ? {} : { keepTriggersActive: keepTriggers };
  const paused = await engine.call('pipelines.pause', { pipelineId: pipeline.id, ...kept });
  session.output.result(
    paused,
    () =>
      `"${paused.name}" is paused with ${openText(paused.counts)}. Go on with: sluice pipelines install "${paused.name}"`,
  );
  return EXIT.ok;
}

async function reset({ engine, session, flags, pipeline }: OnPipeline<ResetFlags>): Promise<ExitCode> {
  if (pipeline.status === 'Installed' && !flags.stop) {
    throw new SluiceError(
      'wrong-state',
      `"${pipeline.name}" is installed. Pause it first, or reset it with --stop.`,
    );
  }
  const { cycles } = pipeline.counts;
  const open = cycles.inProgress;
  const ended = cycles.success + cycles.failed + cycles.terminated;
  const clears = `the counters of ${count(ended, 'ended cycle')} begin at 0`;
  askBefore(flags, pipeline, `Resetting "${pipeline.name}" ends ${openText(pipeline.counts)}; ${clears}.`);
  const after: Pipeline = await engine.call('pipelines.reset', {
    pipelineId: pipeline.id,
    stopIfRunning: flags.stop ?? false,
  });
  session.output.result(
    { pipeline: after, open, ended },
    () =>
      `"${after.name}" is reset: ${count(open, 'open cycle')} ended, ${clears}. Items and labels stay as they are.`,
  );
  return EXIT.ok;
}

async function remove({ engine, session, flags, pipeline }: OnPipeline<DeleteFlags>): Promise<ExitCode> {
  askBefore(
    flags,
    pipeline,
    `Deleting "${pipeline.name}" leaves ${openText(pipeline.counts)} that never end.`,
  );
  await engine.call('pipelines.delete', { pipelineId: pipeline.id });
  session.output.result({ deleted: pipeline.id }, () => `"${pipeline.name}" is deleted.`);
  return EXIT.ok;
}

/** @throws SluiceError `conflict` with the consequences, when cycles are open and the person has not said yes. */
function askBefore(flags: { yes?: boolean }, { counts }: { counts: PipelineCounts }, what: string): void {
  const { inProgress: open } = counts.cycles;
  if (open === 0 || flags.yes) return;
  throw new SluiceError('conflict', `${what} Say --yes to do it.`, { open });
}

/** "3 open cycles (2 items wait for people, 1 step waits or runs)". */
function openText({ cycles, nodes }: PipelineCounts): string {
  const waiting = nodes.reduce((sum, node) => sum + node.parked, 0);
  const machine = nodes.reduce((sum, node) => sum + node.queued + node.running, 0);
  const parts = [
    ...(waiting > 0 ? [`${count(waiting, 'item')} with people`] : []),
    ...(machine > 0 ? [`${count(machine, 'step')} to go`] : []),
  ];
  return `${count(cycles.inProgress, 'open cycle')}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
}
