/** Recipes, and the ontologies that hold their labels and attributes. */
import type { Handlers } from '#contract/index.ts';
import { SluiceError } from '#core/errors.ts';
import type { OntologyId, ProjectId, RecipeId } from '#core/model/ids.ts';
import type { Ontology } from '#core/model/ontology.ts';
import { type Attribute, type Label, type Recipe, SAFE_PALETTE } from '#core/model/recipe.ts';
import type { EngineContext } from '../context.ts';
import {
  findOntology,
  listOntologies,
  listRecipesOfOntology,
  saveOntology,
  setOntologyDeleted,
} from '../db/queries/ontologies.ts';
import { findProject } from '../db/queries/projects.ts';
import {
  findRecipe,
  listDatasetsOfRecipe,
  listRecipes,
  saveRecipe,
  setRecipeDeleted,
} from '../db/queries/recipes.ts';
import { createOntology, createRecipe } from '../recipes.ts';
import type { Tx } from '../unit.ts';

type RecipeCalls =
  | `recipes.${'list' | 'get' | 'create' | 'update' | 'delete'}`
  | `ontologies.${'list' | 'get' | 'create' | 'update' | 'delete'}`;

export const DEFAULT_LABELS: readonly Label[] = ['car', 'person', 'bicycle'].map((name, at) => ({
  name,
  color: SAFE_PALETTE[at % SAFE_PALETTE.length] ?? '#56b4e9',
}));

export function recipeHandlers(ctx: EngineContext): Handlers<RecipeCalls> {
  const { db } = ctx;

  function recipe(recipeId: RecipeId): Recipe {
    const found = findRecipe(db, recipeId);
    if (!found) throw new SluiceError('not-found', 'This recipe is not there any more.', { recipeId });
    return found;
  }

  function ontology(ontologyId: OntologyId): Ontology {
    const found = findOntology(db, ontologyId);
    if (!found) throw new SluiceError('not-found', 'This ontology is not there any more.', { ontologyId });
    return found;
  }

  function change<T>(projectId: ProjectId, work: (tx: Tx) => T): T {
    return ctx.unit(ctx.settings().person, (tx) => {
      if (!findProject(tx.db, projectId)) {
        throw new SluiceError('not-found', 'This project is not there any more.', { projectId });
      }
      tx.changes.project(projectId);
      return work(tx);
    });
  }

  return {
    'recipes.list': ({ projectId }) => listRecipes(db, projectId),
    'recipes.get': ({ recipeId }) => recipe(recipeId),
    'recipes.create': ({ projectId, title, labels, ontologyId, instructions, extra }) => {
      refuseTwice('label', labels.map(nameOf));
      return change(projectId, (tx) => {
        const used =
          ontologyId === undefined
            ? createOntology(tx, { projectId, title, labels: orDefault(labels) })
            : ontology(ontologyId);
        return createRecipe(tx, { projectId, title, ontology: used, instructions, extra });
      });
    },
    'recipes.update': ({ recipeId, labels, ...given }) => {
      const before = recipe(recipeId);
      return change(before.projectId, (tx) => {
        const part = withoutAbsent(given);
        const used = ontology(given.ontologyId ?? before.ontologyId);
        if (labels) {
          refuseTwice('label', labels.map(nameOf));
          saveOntology(tx.db, { ...used, labels: keepDetails(labels, used.labels), updatedAt: tx.now });
        }
        saveRecipe(tx.db, { ...before, ...part, updatedAt: tx.now });
        return recipe(recipeId);
      });
    },
    'recipes.delete': ({ recipeId, force }) => {
      const { projectId, title } = recipe(recipeId);
      const [used] = listDatasetsOfRecipe(db, recipeId);
      if (used !== undefined && !force) {
        const message = `The dataset "${used}" uses the recipe "${title}". Give it another recipe first.`;
        throw new SluiceError('conflict', message, { recipeId });
      }
      change(projectId, (tx) => setRecipeDeleted(tx.db, recipeId, tx.now));
      return null;
    },
    'ontologies.list': ({ projectId }) => listOntologies(db, projectId),
    'ontologies.get': ({ ontologyId }) => ontology(ontologyId),
    'ontologies.create': (made) => {
      refuseTwice('label', made.labels.map(nameOf));
      refuseTwice('attribute', made.attributes.map(keyOf));
      return change(made.projectId, (tx) => createOntology(tx, made));
    },
    'ontologies.update': ({ ontologyId, ...given }) => {
      const before = ontology(ontologyId);
      refuseTwice('label', (given.labels ?? []).map(nameOf));
      refuseTwice('attribute', (given.attributes ?? []).map(keyOf));
      return change(before.projectId, (tx) => {
        const after = { ...before, ...withoutAbsent(given), updatedAt: tx.now };
        saveOntology(tx.db, after);
        return after;
      });
    },
    'ontologies.delete': ({ ontologyId }) => {
      const { projectId, title } = ontology(ontologyId);
      const [used] = listRecipesOfOntology(db, ontologyId);
      if (used !== undefined) {
        const message = `The recipe "${used}" uses the ontology "${title}". Delete the recipe first.`;
        throw new SluiceError('conflict', message, { ontologyId });
      }
      change(projectId, (tx) => setOntologyDeleted(tx.db, ontologyId, tx.now));
      return null;
    },
  };
}

const nameOf = (label: Label) => label.name;
const keyOf = (attribute: Attribute) => attribute.key;
const orDefault = (labels: Label[]) => (labels.length > 0 ? labels : [...DEFAULT_LABELS]);

/** What a screen does not show of a label stays with it when the screen stores its labels. */
function keepDetails(labels: readonly Label[], before: readonly Label[]): Label[] {
  const known = new Map(before.map((label) => [label.name, label]));
  return labels.map((label) => ({ ...known.get(label.name), ...label }));
}

function withoutAbsent<T extends object>(part: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const present = Object.entries(part).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

export function refuseTwice(what: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new SluiceError('invalid-input', `The ${what} "${name}" is there twice.`);
    seen.add(name);
  }
}
