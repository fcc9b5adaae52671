import { type Command, Option } from 'commander';
import type { CallName } from '#contract/index.ts';
import {
  type CycleStatus,
  cycleStatusSchema,
  type ExecutionState,
  executionStateSchema,
} from '#core/model/cycle.ts';
import { cycleIdSchema, executionIdSchema } from '#core/model/ids.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOption, wholeNumber, workspaceOption } from '../options.ts';
import { facts, table } from '../output.ts';
import { describeCycles } from '../pipelines/describe.ts';
import { describeExecutions } from '../pipelines/describe-runs.ts';
import { findNode } from '../pipelines/find.ts';
import {
  type At,
  actions,
  type OnPipeline,
  type PipelineFlags,
  pipelineArgument,
} from '../pipelines/group.ts';
import { idOf } from '../pipelines/run-id.ts';
import { addPage, describePage, type PageFlags, pageOf } from '../pipelines/run-pages.ts';
import type { Runner } from '../session.ts';
import { addCyclePlace } from './cycle-place.ts';

type ExecutionFlags = PipelineFlags & { node?: string; state?: ExecutionState; limit: number };
type ListFlags = PipelineFlags & PageFlags & { status?: CycleStatus };

/** `sluice cycles`: single runs of a pipeline, and what ran in them. */
export function addCycles(program: Command, run: Runner): void {
  const cycles = program
    .command('cycles')
    .description('look at single cycles and executions, end them, move them, run them again')
    .addHelpText(
      'after',
      `
Examples:
  sluice cycles list "Video to QA" --status failed
  sluice cycles show 01a2062b88d3c00000000001 --json
  sluice cycles executions "Video to QA" --state failed
  sluice cycles retry 01a2062b88d3e00000000007`,
    );
  const group = actions(run);
  const add = (name: string, description: string, example: string) =>
    cycles
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .addOption(jsonOption())
      .addHelpText('after', `\nExample:\n  ${example}`);
  /** An action on what the first argument is the id of. */
  const on =
    (call: CallName, work: (at: At, id: string) => Promise<ExitCode>) =>
    async (id: string, flags: PipelineFlags) =>
      await group.act(call, async (at) => await work(at, id))(flags);
  addPage(
    add(
      'list',
      'list the cycles of a pipeline, latest first, a page at a time',
      `sluice cycles list QA --status failed --page 2 --json`,
    ),
  )
    .addArgument(pipelineArgument())
    .option('--project <name>', 'the project, by its name or id')
    .addOption(new Option('--status <status>', 'only these').choices(cycleStatusSchema.options))
    .action(group.actOn('cycles.search', list));
  add('show', 'show a cycle: how each node stands in it, and what ran', 'sluice cycles show ID')
    .argument('<cycle>', 'id of the cycle')
    .action(on('cycles.view', show));
  add('terminate', 'end a cycle; what it made stays', 'sluice cycles terminate ID')
    .argument('<cycle>', 'id of the cycle')
    .action(on('cycles.terminate', terminate));
  addCyclePlace(add, group);
  add('retry', 'run an execution that failed again', 'sluice cycles retry ID')
    .argument('<execution>', 'id of the execution')
    .action(on('executions.retry', retry));
  add('executions', 'list the executions of a pipeline, latest first', 'sluice cycles executions QA')
    .addArgument(pipelineArgument())
    .option('--project <name>', 'the project, by its name or id')
    .option('--node <node>', 'only of this node, by its id or name')
    .addOption(new Option('--state <state>', 'only these').choices(executionStateSchema.options))
    .addOption(new Option('--limit <n>', 'at most so many').argParser(wholeNumber(1, 1000)).default(50, '50'))
    .action(group.actOn('executions.list', executions));
}

async function list({ engine, session, flags, pipeline }: OnPipeline<ListFlags>): Promise<ExitCode> {
  const { status } = flags;
  const conditions = [{ pipelineId: pipeline.id }, ...(status === undefined ? [] : [{ status }])];
  const { search, page } = pageOf(flags, conditions);
  const result = await engine.call('cycles.search', search);
  session.output.result(result, () => describePage(describeCycles(result.items), page, result.total));
  return EXIT.ok;
}

async function show({ engine, session }: At, id: string): Promise<ExitCode> {
  const view = await engine.call('cycles.view', { cycleId: idOf('a cycle', cycleIdSchema, id) });
  const { cycle, nodes } = view;
  const left = nodes.reduce((sum, node) => sum + node.executions, 0) - view.executions.length;
  session.output.result(view, () =>
    [
      facts([
        ['cycle', cycle.id],
        ['status', cycle.status],
        ['item', cycle.itemName ?? ''],
        ['version', cycle.version],
        ['priority', cycle.priority === null ? 'of its nodes' : cycle.priority],
      ]),
      table(
        ['node', 'status', 'executions', 'attempts'],
        nodes.map((node) => [node.name, node.status, node.executions, node.attempts]),
      ),
      describeExecutions(view.executions),
      ...(left > 0 ? [`${left} more in between: sluice executions list --cycle ${cycle.id}`] : []),
    ].join('\n\n'),
  );
  return EXIT.ok;
}

async function terminate({ engine, session }: At, id: string): Promise<ExitCode> {
  const cycle = await engine.call('cycles.terminate', { cycleId: idOf('a cycle', cycleIdSchema, id) });
  session.output.result(cycle, () => `The cycle ${cycle.id} is ${cycle.status}.`);
  return EXIT.ok;
}

async function retry({ engine, session }: At, id: string): Promise<ExitCode> {
  const execution = await engine.call('executions.retry', {
    executionId: idOf('an execution', executionIdSchema, id),
  });
  session.output.result(execution, () => `The execution ${execution.id} is ${execution.state}.`);
  return EXIT.ok;
}

async function executions({
  engine,
  session,
  flags,
  pipeline,
}: OnPipeline<ExecutionFlags>): Promise<ExitCode> {
  const pipelineId = pipeline.id;
  const { node, state = null, limit } = flags;
  const { graph } = await engine.call('pipelines.get', { pipelineId });
  const nodeId = node === undefined ? null : findNode(graph, node).id;
  const { items } = await engine.call('executions.list', { pipelineId, nodeId, state, limit });
  session.output.result(items, () => describeExecutions(items));
  return EXIT.ok;
}
