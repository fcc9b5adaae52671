import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CallName } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Execution } from '#core/model/cycle.ts';
import { cycleIdSchema, executionIdSchema } from '#core/model/ids.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { jsonOption, workspaceOption } from '../options.ts';
import { facts, table } from '../output.ts';
import { describeExecutions } from '../pipelines/describe-runs.ts';
import { findNode, findPipeline } from '../pipelines/find.ts';
import { type At, actions, type PipelineFlags } from '../pipelines/group.ts';
import { idOf } from '../pipelines/run-id.ts';
import { addPage, describePage, type PageFlags, pageOf } from '../pipelines/run-pages.ts';
import type { Runner } from '../session.ts';

type ListFlags = PipelineFlags & PageFlags & { pipeline?: string; cycle?: string; node?: string };
type ReportFlags = PipelineFlags & { percent?: number; message?: string };

/** `sluice executions`: the single runs of nodes. */
export function addExecutions(program: Command, run: Runner): void {
  const executions = program
    .command('executions')
    .description('find the single runs of nodes, say how far they have come, end them, run them again')
    .addHelpText(
      'after',
      `
Examples:
  sluice executions list --pipeline QA --node Label --filter '{"latestStatus.status": "failed"}'
  sluice executions progress 01a2062b88d3e00000000007 --percent 40 --message "two of five"
  sluice executions terminate 01a2062b88d3e00000000007 --json`,
    );
  const group = actions(run);
  const add = (name: string, description: string, example: string) =>
    executions
      .command(name)
      .description(description)
      .addOption(workspaceOption())
      .addOption(jsonOption())
      .addHelpText('after', `\nExample:\n  ${example}`);
  const one = (
    name: string,
    description: string,
    call: CallName,
    work: (at: At<ReportFlags>, id: string) => Promise<ExitCode>,
  ) =>
    add(name, description, `sluice executions ${name} 01a2062b88d3e00000000007`)
      .argument('<execution>', 'id of the execution')
      .action(
        async (id: string, flags: ReportFlags) =>
          await group.act<ReportFlags>(call, async (at) => await work(at, id))(flags),
      );
  addPage(add('list', 'list executions, latest first, a page at a time', 'sluice executions list --page 2'))
    .option('--pipeline <pipeline>', 'only of this pipeline, by its id or name')
    .option('--project <name>', 'the project of the pipeline, by its name or id')
    .option('--cycle <cycle>', 'only of this cycle')
    .addOption(new Option('--node <node>', 'only of this node, by its id or name'))
    .action(group.act<ListFlags>('executions.search', list));
  one('show', 'show an execution: how far it has come, what went in and out', 'executions.get', show);
  one('attempts', 'list each time that an execution was tried', 'executions.attempts', attempts);
  one('terminate', 'end an execution; its cycle goes on with the rest', 'executions.terminate', terminate);
  one('rerun', 'run an execution that has ended again, and what comes after it', 'executions.rerun', rerun);
  one('progress', 'say how far an execution has come', 'executions.report', progress)
    .option('--percent <n>', 'from 0 to 100', percent)
    .option('--message <text>', 'in words');
}

function percent(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 100) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 100.');
}

const executionId = (id: string) => idOf('an execution', executionIdSchema, id);

async function list({ engine, session, flags }: At<ListFlags>): Promise<ExitCode> {
  const { pipeline, cycle, node, project } = flags;
  const found = pipeline === undefined ? null : await findPipeline(engine, pipeline, project);
  if (node !== undefined && found === null) {
    throw new SluiceError('invalid-input', 'A --node is one of a pipeline: name that with --pipeline.');
  }
  const graph = found && (await engine.call('pipelines.get', { pipelineId: found.id })).graph;
  const { search, page } = pageOf(flags, [
    ...(found ? [{ 'pipeline.id': found.id }] : []),
    ...(cycle === undefined ? [] : [{ 'pipeline.executionId': idOf('a cycle', cycleIdSchema, cycle) }]),
    ...(graph && node !== undefined ? [{ 'pipeline.nodeId': findNode(graph, node).id }] : []),
  ]);
  const result = await engine.call('executions.search', search);
  session.output.result(result, () => describePage(describeExecutions(result.items), page, result.total));
  return EXIT.ok;
}

async function show({ engine, session }: At, id: string): Promise<ExitCode> {
  const execution = await engine.call('executions.get', { executionId: executionId(id) });
  session.output.result(execution, () => describe(execution));
  return EXIT.ok;
}

async function attempts({ engine, session }: At, id: string): Promise<ExitCode> {
  const found = await engine.call('executions.attempts', { executionId: executionId(id) });
  session.output.result(found, () =>
    table(
      ['attempt', 'state', 'at', 'message'],
      found.map(({ state, at, message }, index) => [
        index + 1,
        state,
        new Date(at).toISOString(),
        message ?? '',
      ]),
    ),
  );
  return EXIT.ok;
}

async function terminate({ engine, session }: At, id: string): Promise<ExitCode> {
  const execution = await engine.call('executions.terminate', { executionId: executionId(id) });
  session.output.result(execution, () => `The execution ${execution.id} is ${execution.state}.`);
  return EXIT.ok;
}

async function rerun({ engine, session }: At, id: string): Promise<ExitCode> {
  const execution = await engine.call('executions.rerun', { executionId: executionId(id) });
  session.output.result(execution, () => `The execution ${execution.id} is ${execution.state}.`);
  return EXIT.ok;
}

async function progress({ engine, session, flags }: At<ReportFlags>, id: string): Promise<ExitCode> {
  const { percent: done, message } = flags;
  if (done === undefined && message === undefined) {
    throw new SluiceError('invalid-input', 'Say how far it has come: --percent, --message or both.');
  }
  const execution = await engine.call('executions.report', {
    executionId: executionId(id),
    ...(done === undefined ? {} : { percent: done }),
    ...(message === undefined ? {} : { message }),
  });
  session.output.result(execution, () => describe(execution));
  return EXIT.ok;
}

function describe(execution: Execution): string {
  const { id, cycleId, nodeId, state, itemName, attempt, action, error, report } = execution;
  return facts([
    ['execution', id],
    ['cycle', cycleId],
    ['node', nodeId],
    ['state', state],
    ['item', itemName ?? ''],
    ['attempt', attempt],
    ['decision', action ?? ''],
    ['done', typeof report?.percent === 'number' ? `${report.percent} %` : ''],
    ['message', error ?? report?.message ?? ''],
  ]);
}
