/** Commands that make a pipeline of a template: templates, new. */
import { Option } from 'commander';
import { SluiceError } from '#core/errors.ts';
import type { ProjectId } from '#core/model/ids.ts';
import type { Recipe } from '#core/model/recipe.ts';
import type { Need, Template } from '#core/pipeline/template.ts';
import { TEMPLATES } from '#core/pipeline/templates.ts';
import type { CliEngine } from '../engine.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { table } from '../output.ts';
import { ensureDataset } from '../run/prepare.ts';
import { describeProblems } from './describe-graph.ts';
import type { At, Group, PipelineFlags } from './group.ts';
import { assignment } from './json-option.ts';
import { describeMade, freeName } from './making.ts';
import { reachEngine } from './reach.ts';

type Parts = Readonly<Record<string, unknown>>;
type Built = Parameters<Template['build']>[0];
type NewFlags = PipelineFlags & { name?: string; part?: Parts };

export function addStarting(group: Group): void {
  group
    .add('templates', 'list the pipelines to start from, and what each needs', 'sluice pipelines templates')
    .action(async (flags: PipelineFlags) => {
      await group.run(flags, async ({ output }) => {
        const told = TEMPLATES.map(({ id, title, summary, needs }) => ({ id, title, summary, needs }));
        output.result(told, () => describeTemplates(told));
        return EXIT.ok;
      });
    });
  group
    .add(
      'new',
      'make a pipeline of a template; its datasets are found by name, or made',
      'sluice pipelines new pre-label-and-review --part model=sluice/bright-regions --part inbox=Photos',
    )
    .argument('<template>', 'one of those that "sluice pipelines templates" lists')
    .option('--name <name>', "name of the pipeline (default: the template's)")
    .addOption(
      new Option(
        '--part <key=value>',
        'what the template needs: a dataset or recipe by its name, a number, a text',
      ).argParser(assignment),
    )
    .action(async (id: string, flags: NewFlags) => {
      await group.run(flags, async (session) => {
        const template = templateOf(id);
        checkParts(template, flags.part ?? {});
        const work = (engine: CliEngine) => start({ engine, session, flags }, template);
        return await reachEngine(flags, session, 'pipelines.create', work);
      });
    });
}

function templateOf(text: string): Template {
  const found = TEMPLATES.find(({ id, title }) => id === text || title === text);
  if (found) return found;
  const known = TEMPLATES.map(({ id }) => id).join(', ');
  throw new SluiceError('not-found', `There is no template "${text}". There are: ${known}.`);
}

/** Before anything is made: parts that the template does not know, that only a person can say, or that do not fit. */
function checkParts(template: Template, parts: Parts): void {
  const { title, needs } = template;
  const unknown = Object.keys(parts).find((key) => !needs.some((need) => need.key === key));
  if (unknown !== undefined) {
    const keys = needs.map(({ key }) => key).join(', ');
    throw new SluiceError('invalid-input', `"${title}" has no part "${unknown}". It has: ${keys}.`);
  }
  const missing = needs.find((need) => isAsked(need) && parts[need.key] === undefined);
  if (missing) {
    const text = `"${title}" needs: ${missing.title}. Give it as --part ${missing.key}=VALUE.`;
    throw new SluiceError('invalid-input', text, { key: missing.key });
  }
  const found = needs.filter(({ kind }) => kind === 'dataset' || kind === 'recipe');
  const stoodIn = found.map(({ key }) => [key, NO_ID] as const);
  template.build({ ...parts, ...Object.fromEntries(stoodIn) } as Built);
}

/** Stands for what is found or made later. */
const NO_ID = '0'.repeat(24);

/** Datasets and recipes are found or made without being asked for. */
function isAsked(need: Need): boolean {
  return need.kind !== 'dataset' && need.kind !== 'recipe' && need.default === undefined;
}

async function start(at: At<NewFlags>, template: Template): Promise<ExitCode> {
  const { engine, session, flags } = at;
  const { project, name } = await freeName(at, { name: template.title });
  const { parts, made } = await partsOf(engine, project.id, template, flags.part ?? {});
  const graph = template.build(parts);
  const pipeline = await engine.call('pipelines.create', { projectId: project.id, name, graph });
  const problems = await engine.call('pipelines.validate', { graph });
  session.output.result({ pipeline, datasets: made, problems }, () =>
    [describeMade(pipeline, project, made), describeProblems(problems, graph)].join('\n\n'),
  );
  return EXIT.ok;
}

/** The parts as a template takes them; names of the datasets that were made. */
async function partsOf({ call }: CliEngine, projectId: ProjectId, { needs }: Template, given: Parts) {
  const parts: Record<string, unknown> = { ...given };
  const made: string[] = [];
  // First what may be missing: nothing is made then.
  for (const { kind, key } of needs) {
    if (kind !== 'recipe') continue;
    parts[key] = (await recipeOf(call, projectId, given[key])).id;
  }
  for (const { kind, key } of needs) {
    if (kind !== 'dataset') continue;
    const name = String(given[key] ?? key);
    const dataset = await ensureDataset(call, projectId, name);
    if (dataset.made) made.push(name);
    parts[key] = dataset.id;
  }
  // Checked by the template itself, one by one.
  return { parts: parts as Built, made };
}

/** The one of that title or id; when none is named, the project's first, made when it has none. */
async function recipeOf(call: CliEngine['call'], projectId: ProjectId, wanted: unknown): Promise<Recipe> {
  const recipes = await call('recipes.list', { projectId });
  const [first] = recipes;
  if (wanted === undefined) return first ?? (await call('recipes.create', { projectId, title: 'Boxes' }));
  const found = recipes.find(({ id, title }) => wanted === id || wanted === title);
  if (found) return found;
  const titles = recipes.map(({ title }) => `"${title}"`).join(', ') || 'none';
  throw new SluiceError('not-found', `This project has no recipe "${String(wanted)}". It has: ${titles}.`);
}

function describeTemplates(templates: readonly Pick<Template, 'id' | 'summary' | 'needs'>[]): string {
  return table(
    ['template', 'does', 'parts'],
    templates.map(({ id, summary, needs }) => [id, summary, needs.map(partText).join(', ')]),
  );
}

function partText({ key, default: usual }: Need): string {
  return usual === undefined ? key : `${key} (${usual})`;
}
