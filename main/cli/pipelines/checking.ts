/** Commands that give a pipeline out or check it: export, validate. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import type { Graph, GraphProblem } from '#core/model/graph.ts';
import type { PipelineId } from '#core/model/ids.ts';
import { presentGraph } from '#core/pipeline/graph-facts.ts';
import { writePipelineJson } from '#core/pipeline/json.ts';
import { validateGraph } from '#core/pipeline/validate.ts';
import type { CliEngine } from '../engine.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { readGraphFile } from '../run/graph-file.ts';
import { describeProblems } from './describe-graph.ts';
import { findPipeline } from './find.ts';
import { type Group, type OnPipeline, type PipelineFlags, pipelineArgument } from './group.ts';
import { reachEngine } from './reach.ts';

type ExportFlags = PipelineFlags & { output?: string; at?: number };

export function addChecking(group: Group): void {
  group
    .add(
      'export',
      'write a pipeline as JSON, which Dataloop reads too',
      'sluice pipelines export QA -o qa.json',
    )
    .addArgument(pipelineArgument())
    .option('-o, --output <file>', 'into this file instead of standard output')
    .addOption(
      new Option('--at <version>', 'as it was in this version (default: the latest)').argParser(
        wholeNumber(1, 1_000_000),
      ),
    )
    .action(group.actOn('pipelines.get', exportOne));
  group
    .add(
      'validate',
      'tell all that is wrong with a pipeline or a file; ends with 2 when it cannot be installed',
      'sluice pipelines validate flow.json',
    )
    .argument('<file-or-pipeline>', 'JSON file, or id or name of a pipeline')
    .action(
      async (text: string, flags: PipelineFlags) =>
        await group.run(flags, async (session) => {
          const { graph, problems } = existsSync(text)
            ? await checkFile(text)
            : await reachEngine(flags, session, 'pipelines.validate', async ({ call }) => {
                const { id } = await findPipeline({ call }, text, flags.project);
                const { graph: stored } = await call('pipelines.get', { pipelineId: id });
                return { graph: stored, problems: await call('pipelines.validate', { graph: stored }) };
              });
          session.output.result(problems, () => describeProblems(problems, graph));
          return problems.some(({ severity }) => severity === 'error') ? EXIT.usage : EXIT.ok;
        }),
    );
}

/** A file needs no workspace, so that it can be checked anywhere. */
async function checkFile(path: string): Promise<{ graph: Graph; problems: readonly GraphProblem[] }> {
  const { graph, problems } = await readGraphFile(path);
  return { graph, problems: [...problems, ...validateGraph(graph)] };
}

async function asOf({ call }: CliEngine, pipelineId: PipelineId, version: number | undefined) {
  const latest = await call('pipelines.get', { pipelineId });
  if (version === undefined) return latest;
  return { ...latest, version, graph: await call('pipelines.version', { pipelineId, version }) };
}

async function exportOne({ engine, session, flags, pipeline }: OnPipeline<ExportFlags>): Promise<ExitCode> {
  const whole = await asOf(engine, pipeline.id, flags.at);
  const json = writePipelineJson({ name: whole.name, graph: presentGraph(whole) });
  const text = JSON.stringify(json, null, 2);
  const { output: path } = flags;
  if (path === undefined) {
    session.output.result(json, () => text);
    return EXIT.ok;
  }
  const file = resolve(path);
  await writeFile(file, `${text}\n`).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SluiceError('io', `${file} cannot be written: ${reason}`, { path: file }, { cause });
  });
  const facts = { pipelineId: whole.id, version: whole.version, path: file };
  session.output.result(facts, () => `"${whole.name}", version ${whole.version}, is in ${file}.`);
  return EXIT.ok;
}
