import { type Command, Option } from 'commander';
import type { z } from 'zod';
import type { CallName, CallOutput } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import { type ExecutionState, executionStateSchema } from '#core/model/cycle.ts';
import { cycleIdSchema, executionIdSchema } from '#core/model/ids.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOption, wholeNumber, workspaceOption } from '../options.ts';
import { facts, table } from '../output.ts';
import { findNode } from '../pipelines/find.ts';
import {
  type At,
  actions,
  type OnPipeline,
  type PipelineFlags,
  pipelineArgument,
} from '../pipelines/group.ts';
import type { Runner } from '../session.ts';

type ExecutionFlags = PipelineFlags & { node?: string; state?: ExecutionState; limit: number };
type Executions = CallOutput<'cycles.view'>['executions'];

/** `sluice cycles`: single runs of a pipeline, and what ran in them. */
export function addCycles(program: Command, run: Runner): void {
  const cycles = program
    .command('cycles')
    .description('look at single cycles and executions, end them, run them again')
    .addHelpText(
      'after',
      `
"sluice pipelines cycles" lists the cycles of a pipeline.

Examples:
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
  add('show', 'show a cycle: how each node stands in it, and what ran', 'sluice cycles show ID')
    .argument('<cycle>', 'id of the cycle')
    .action(on('cycles.view', show));
  add('terminate', 'end a cycle; what it made stays', 'sluice cycles terminate ID')
    .argument('<cycle>', 'id of the cycle')
    .action(on('cycles.terminate', terminate));
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

/** @throws SluiceError `invalid-input` */
function idOf<T>(what: 'a cycle' | 'an execution', schema: z.ZodType<T>, id: string): T {
  const parsed = schema.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new SluiceError('invalid-input', `"${id}" is no id of ${what}.`);
}

async function show({ engine, session }: At, id: string): Promise<ExitCode> {
  const view = await engine.call('cycles.view', { cycleId: idOf('a cycle', cycleIdSchema, id) });
  const { cycle, nodes } = view;
  session.output.result(view, () =>
    [
      facts([
        ['cycle', cycle.id],
        ['status', cycle.status],
        ['item', cycle.itemName ?? ''],
        ['version', cycle.version],
      ]),
      table(
        ['node', 'status', 'executions', 'attempts'],
        nodes.map((node) => [node.name, node.status, node.executions, node.attempts]),
      ),
      describeExecutions(view.executions),
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

function describeExecutions(found: Executions): string {
  return table(
    ['id', 'node', 'state', 'item', 'attempt', 'decision', 'error'],
    found.map((one) => [
      one.id,
      one.nodeId,
      one.state,
      one.itemName ?? '',
      one.attempt,
      one.action ?? '',
      one.error ?? '',
    ]),
  );
}
