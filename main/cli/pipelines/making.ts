/** Commands that take a pipeline from a file: create, update, import. */
import { Option } from 'commander';
import type { CallName } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import type { Project } from '#core/model/project.ts';
import { factsOf } from '#core/pipeline/graph-facts.ts';
import type { CliEngine } from '../engine.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { wholeNumber } from '../options.ts';
import { facts } from '../output.ts';
import { type GraphFile, readGraphFile } from '../run/graph-file.ts';
import { ensureProject, fillPlaceholders } from '../run/prepare.ts';
import { describeDifference, describeProblems } from './describe-graph.ts';
import { findPipeline } from './find.ts';
import { type At, type Group, type PipelineFlags, pipelineArgument } from './group.ts';
import { assignment } from './json-option.ts';
import { reachEngine } from './reach.ts';

type CreateFlags = PipelineFlags & { name?: string };
type UpdateFlags = CreateFlags & { variable?: Record<string, unknown>; fromVersion?: number };

const FILE = 'JSON file of the pipeline, as Sluice or Dataloop exports it';
const nameOption = () => new Option('--name <name>', 'name of the pipeline (default: the one in the file)');

export function addMaking(group: Group): void {
  group
    .add(
      'create',
      'make a pipeline of a file, exactly as it is',
      'sluice pipelines create flow.json --name "Video to QA" --project Footage',
    )
    .argument('<file>', FILE)
    .addOption(nameOption())
    .action(withFile(group, 'pipelines.create', create));
  group
    .add(
      'import',
      'make a pipeline of a file from elsewhere: its datasets are found by name here, or made',
      'sluice pipelines import dataloop-export.json --project Footage',
    )
    .argument('<file>', FILE)
    .addOption(nameOption())
    .action(withFile(group, 'pipelines.create', importFile));
  group
    .add(
      'update',
      'change a pipeline; another graph is a new version, its datasets found as by import',
      'sluice pipelines update "Video to QA" flow.json',
    )
    .addArgument(pipelineArgument())
    .argument('[file]', FILE)
    .option('--name <name>', 'another name')
    .addOption(
      new Option('--variable <name=json>', 'a value of a variable; may be given several times').argParser(
        assignment,
      ),
    )
    .addOption(
      new Option('--from-version <n>', 'refuse when somebody has saved a later one').argParser(
        wholeNumber(1, 1_000_000),
      ),
    )
    .action(
      async (name: string, path: string | undefined, flags: UpdateFlags) =>
        await group.run(flags, async (session) => {
          const file = path === undefined ? null : await readGraphFile(path);
          const work = (engine: CliEngine) => update({ engine, session, flags }, name, file);
          return await reachEngine(flags, session, 'pipelines.update', work);
        }),
    );
}

/** An action on a file, which is read before any workspace is opened. */
function withFile(
  group: Group,
  call: CallName,
  work: (at: At<CreateFlags>, file: GraphFile) => Promise<ExitCode>,
): (path: string, flags: CreateFlags) => Promise<void> {
  return async (path, flags) => {
    await group.run(flags, async (session) => {
      const file = await readGraphFile(path);
      return await reachEngine(flags, session, call, (engine) => work({ engine, session, flags }, file));
    });
  };
}

async function create(at: At<CreateFlags>, file: GraphFile): Promise<ExitCode> {
  const { session } = at;
  const { project, name } = await freeName(at, file);
  const pipeline = await make(at, project, { ...file, name });
  session.output.result(pipeline, () => describeMade(pipeline, project, []));
  return EXIT.ok;
}

/** What is wrong with it is told and does not stop it: it can be mended here, and installing checks again. */
async function importFile(at: At<CreateFlags>, file: GraphFile): Promise<ExitCode> {
  const { engine, session } = at;
  const { project, name } = await freeName(at, file);
  const { graph, made } = await fillPlaceholders(engine.call, project.id, file.graph);
  const pipeline = await make(at, project, { ...file, name, graph });
  const checked = await engine.call('pipelines.validate', { graph });
  const problems = [...file.problems, ...checked];
  session.output.result({ pipeline, datasets: made, problems }, () =>
    [describeMade(pipeline, project, made), describeProblems(problems, graph)].join('\n\n'),
  );
  return EXIT.ok;
}

async function make({ engine }: At, project: Project, { name, graph }: GraphFile): Promise<Pipeline> {
  return await engine.call('pipelines.create', { projectId: project.id, name, graph, ...factsOf(graph) });
}

/** @throws SluiceError `conflict` when the project has a pipeline of that name. */
export async function freeName({ engine, flags }: At<CreateFlags>, file: Pick<GraphFile, 'name'>) {
  const name = flags.name ?? file.name;
  const project = await projectFor(engine, flags.project, name);
  const pipelines = await engine.call('pipelines.list', { projectId: project.id });
  const taken = pipelines.find((pipeline) => pipeline.name === name);
  if (!taken) return { project, name };
  throw new SluiceError(
    'conflict',
    `"${project.name}" has a pipeline called "${name}". Give this one another --name, or change that one with: sluice pipelines update.`,
    { pipelineId: taken.id },
  );
}

/** The one named, made when it is not there; else the only one there is, or one with the pipeline's name. */
async function projectFor(engine: CliEngine, named: string | undefined, name: string): Promise<Project> {
  const [only, ...others] = await engine.call('projects.list', {});
  if (named === undefined && only && others.length === 0) return only;
  return await ensureProject(engine.call, named ?? name);
}

export function describeMade(pipeline: Pipeline, project: Project, made: readonly string[]): string {
  return facts([
    ['pipeline', pipeline.name],
    ['id', pipeline.id],
    ['project', project.name],
    ['nodes', pipeline.graph.nodes.length],
    ...(made.length > 0 ? ([['datasets made', made.join(', ')]] as const) : []),
    ['next', `sluice pipelines install "${pipeline.name}"`],
  ]);
}

async function update(at: At<UpdateFlags>, name: string, file: GraphFile | null): Promise<ExitCode> {
  const { engine, session, flags } = at;
  const { name: newName, variable: variables, fromVersion } = flags;
  if (!file && newName === undefined && variables === undefined) {
    throw new SluiceError('invalid-input', 'Say what to change: a file, --name or --variable.');
  }
  const { id: pipelineId, projectId } = await findPipeline(engine, name, flags.project);
  const before = await engine.call('pipelines.get', { pipelineId });
  const filled = file && (await fillPlaceholders(engine.call, projectId, file.graph));
  const after = await engine.call('pipelines.update', {
    pipelineId,
    ...(filled ? { graph: filled.graph, ...factsOf(filled.graph) } : {}),
    ...(newName === undefined ? {} : { name: newName }),
    ...(variables ? { variables } : {}),
    ...(fromVersion === undefined ? {} : { fromVersion }),
  });
  const made = filled && filled.made.length > 0 ? [`Datasets made: ${filled.made.join(', ')}.`] : [];
  session.output.result(after, () => [describeUpdate(before, after), ...made].join('\n'));
  return EXIT.ok;
}

function describeUpdate(before: Pipeline, after: Pipeline): string {
  if (after.version === before.version) return `"${after.name}" is saved; its graph is as it was.`;
  const lines = [
    `"${after.name}" has a new version: ${after.version}.`,
    ...describeDifference(before.graph, after.graph),
  ];
  if (after.installedVersion === 0) return lines.join('\n');
  const next = `New cycles start on it after: sluice pipelines install "${after.name}"`;
  return [...lines, `Cycles in flight end on their version. ${next}`].join('\n');
}
