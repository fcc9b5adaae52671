import { type Command, Option } from 'commander';
import { copyRecipe } from '#engine/http/recipe-copy.ts';
import type { CliEngine } from '../engine.ts';
import { allRecipes, findRecipe } from '../entities/find.ts';
import { type EntityFlags, entityGroup } from '../entities/group.ts';
import { DIFF, projectOption } from '../entities/options.ts';
import {
  createRecipe,
  describeRecipes,
  type RecipeWire,
  recipeWire,
  updateRecipe,
} from '../entities/recipes.ts';
import {
  describeFollowed,
  describeUsage,
  labelUsage,
  removeLabel,
  renameLabel,
} from '../entities/vocabulary.ts';
import { jsonObject } from '../pipelines/json-option.ts';
import type { Runner } from '../session.ts';

type CreateFlags = EntityFlags & { readonly ontology?: string; readonly instructions?: string };
type CloneFlags = EntityFlags & { readonly shallow?: boolean };
type RemoveFlags = EntityFlags & { readonly relabel?: string; readonly delete?: boolean };
type DeleteFlags = EntityFlags & { readonly force?: boolean };

const describeOne = (one: RecipeWire) => describeRecipes([one]);

/** `sluice recipes`: recipes from a terminal or a script, in the shape of the API's. */
export function addRecipes(program: Command, run: Runner): void {
  const group = entityGroup(program, run, {
    name: 'recipes',
    description: 'list, make, change and delete recipes; each is named by its id or its title',
    examples: ['sluice recipes list --project Footage', 'sluice recipes create Vehicles --project Footage'],
  });
  const { show } = group;
  const add = (name: string, description: string, example: string) =>
    group.add(name, description, example).addOption(projectOption());
  const named = (name: string, description: string, example: string) =>
    add(name, description, example).argument('<recipe>', 'id or title of the recipe');

  add('list', 'list all recipes', 'sluice recipes list --json').action(async (flags: EntityFlags) => {
    const work = async (engine: CliEngine) => (await allRecipes(engine, flags.project)).map(recipeWire);
    await show(flags, work, describeRecipes);
  });
  named('show', 'show a recipe', 'sluice recipes show Vehicles --json').action(
    async (title: string, flags: EntityFlags) => {
      const work = async (engine: CliEngine) => recipeWire(await findRecipe(engine, title, flags.project));
      await show(flags, work, describeOne);
    },
  );
  add('create', 'make a recipe, with an ontology of its own', 'sluice recipes create Vehicles')
    .argument('<title>', 'what it is called')
    .addOption(new Option('--ontology <title>', 'this ontology instead, by title or id'))
    .addOption(new Option('--instructions <text>', 'what people are to do'))
    .action(async (title: string, flags: CreateFlags) => {
      const { project, ontology, instructions } = flags;
      const wish = { title, project, ontology, instructions };
      await show(flags, (engine) => createRecipe(engine, wish), describeOne);
    });
  named('set', 'change a recipe by a diff', `sluice recipes set Vehicles '{"instructions": "Draw tightly."}'`)
    .argument('<diff>', DIFF, jsonObject)
    .action(async (title: string, diff: Record<string, unknown>, flags: EntityFlags) => {
      const work = async (engine: CliEngine) =>
        await updateRecipe(engine, await findRecipe(engine, title, flags.project), diff);
      await show(flags, work, describeOne);
    });
  named('usage', 'how many annotations have each label', 'sluice recipes usage Vehicles').action(
    async (title: string, flags: EntityFlags) => {
      const work = async (engine: CliEngine) =>
        await labelUsage(engine, await findRecipe(engine, title, flags.project));
      await show(flags, work, describeUsage);
    },
  );
  named(
    'rename-label',
    'rename a label in a recipe and in all annotations that have it',
    'sluice recipes rename-label Vehicles car van',
  )
    .argument('<label>', 'whole path of the label, as vehicle.car')
    .argument('<name>', 'new last part of its name')
    .action(async (title: string, label: string, name: string, flags: EntityFlags) => {
      const work = async (engine: CliEngine) =>
        await renameLabel(engine, await findRecipe(engine, title, flags.project), label, name);
      await show(flags, work, describeFollowed);
    });
  named(
    'remove-label',
    'take a label out of a recipe; its annotations keep it unless you say otherwise',
    'sluice recipes remove-label Vehicles car --relabel van',
  )
    .argument('<label>', 'whole path of the label; those below it go, too')
    .addOption(new Option('--relabel <label>', 'its annotations get this label'))
    .addOption(new Option('--delete', 'its annotations are deleted').conflicts('relabel'))
    .action(async (title: string, label: string, flags: RemoveFlags) => {
      const fate = flags.relabel !== undefined ? ({ type: 'relabel', to: flags.relabel } as const) : null;
      const otherwise = { type: flags.delete ? 'delete' : 'keep' } as const;
      const work = async (engine: CliEngine) =>
        await removeLabel(engine, await findRecipe(engine, title, flags.project), label, fate ?? otherwise);
      await show(flags, work, describeFollowed);
    });
  named('clone', 'copy a recipe, with its ontology', 'sluice recipes clone Vehicles')
    .addOption(new Option('--shallow', 'the copy has the same ontology, and not one of its own'))
    .action(async (title: string, flags: CloneFlags) => {
      const work = async (engine: CliEngine) => {
        const { id } = await findRecipe(engine, title, flags.project);
        return recipeWire(await copyRecipe(engine.call, id, flags.shallow === true));
      };
      await show(flags, work, describeOne);
    });
  named(
    'delete',
    'delete a recipe; one that datasets use only with --force',
    'sluice recipes delete Vehicles',
  )
    .addOption(new Option('--force', 'datasets that use it lose it'))
    .action(async (title: string, flags: DeleteFlags) => {
      const work = async (engine: CliEngine) => {
        const recipe = await findRecipe(engine, title, flags.project);
        await engine.call('recipes.delete', { recipeId: recipe.id, force: flags.force === true });
        return recipeWire(recipe);
      };
      await show(flags, work, (recipe) => `"${recipe.title}" is deleted.`);
    });
}
