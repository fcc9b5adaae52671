import type { Command } from 'commander';
import type { CliEngine } from '../engine.ts';
import { type EntityFlags, entityGroup } from '../entities/group.ts';
import { DIFF } from '../entities/options.ts';
import {
  createProject,
  deleteProject,
  describeMembers,
  describeProjects,
  getProject,
  listMembers,
  listProjects,
  type ProjectWire,
  updateProject,
} from '../entities/projects.ts';
import { jsonObject } from '../pipelines/json-option.ts';
import type { Runner } from '../session.ts';

const describeOne = (one: ProjectWire) => describeProjects([one]);

/** `sluice projects`: projects from a terminal or a script, in the shape of the API's. */
export function addProjects(program: Command, run: Runner): void {
  const { add, show } = entityGroup(program, run, {
    name: 'projects',
    description: 'list, make, rename, change and delete projects; each is named by its id or its name',
    examples: ['sluice projects list --json', 'sluice projects create Footage'],
  });
  const named = (name: string, description: string, example: string) =>
    add(name, description, example).argument('<project>', 'id or name of the project');

  add('list', 'list all projects', 'sluice projects list --json').action(async (flags: EntityFlags) => {
    await show(flags, listProjects, describeProjects);
  });
  named('show', 'show a project', 'sluice projects show Footage --json').action(
    async (name: string, flags: EntityFlags) => {
      await show(flags, (engine) => getProject(engine, name), describeOne);
    },
  );
  add('create', 'make a project', 'sluice projects create Footage')
    .argument('<name>', 'what it is called')
    .action(async (name: string, flags: EntityFlags) => {
      await show(flags, (engine) => createProject(engine, name), describeOne);
    });
  named('rename', 'give a project another name', 'sluice projects rename Footage Archive')
    .argument('<name>', 'what it is called from now on')
    .action(async (project: string, name: string, flags: EntityFlags) => {
      await show(flags, (engine) => updateProject(engine, project, { name }), describeOne);
    });
  named('set', 'change a project by a diff', `sluice projects set Footage '{"metadata": {"owner": "Ana"}}'`)
    .argument('<diff>', DIFF, jsonObject)
    .action(async (project: string, diff: Record<string, unknown>, flags: EntityFlags) => {
      await show(flags, (engine) => updateProject(engine, project, diff), describeOne);
    });
  named(
    'members',
    'list who has a token, and with it every project',
    'sluice projects members Footage',
  ).action(async (project: string, flags: EntityFlags) => {
    await show(flags, (engine) => listMembers(engine, project), describeMembers);
  });
  named(
    'delete',
    'delete a project with its datasets; the files of its items stay',
    'sluice projects delete Footage',
  ).action(async (project: string, flags: EntityFlags) => {
    const work = (engine: CliEngine) => deleteProject(engine, project);
    await show(flags, work, ({ name }) => `"${name}" is deleted.`);
  });
}
