/** Changes of labels in recipes that are in use, from a terminal: annotations follow before the command ends. */
import { setTimeout } from 'node:timers/promises';
import { SluiceError } from '#core/errors.ts';
import type { Recipe } from '#core/model/recipe.ts';
import * as tree from '#core/recipe/labels.ts';
import type { CliEngine } from '../engine.ts';
import { table } from '../output.ts';

/** Milliseconds between two looks at how far it is. */
const PAUSE = 100;

type Usage = { readonly label: string; readonly count: number; readonly known: boolean };
type Followed = { readonly labels: readonly string[]; readonly annotations: number };

/** All labels of the recipe, and those that only annotations know. */
export async function labelUsage({ call }: CliEngine, recipe: Recipe): Promise<Usage[]> {
  const used = await call('ontologies.usage', { ontologyId: recipe.ontologyId });
  const counts = new Map(used.map(({ label, count }) => [label, count]));
  const known = recipe.labels.map(({ name }) => ({ label: name, count: counts.get(name) ?? 0, known: true }));
  const strange = used.filter(({ label }) => !recipe.labels.some(({ name }) => name === label));
  return [...known, ...strange.map((one) => ({ ...one, known: false }))];
}

export async function renameLabel(engine: CliEngine, recipe: Recipe, label: string, name: string) {
  requireLabel(recipe, label);
  return await follow(engine, recipe, tree.renameLabel(recipe, label, name));
}

export async function removeLabel(engine: CliEngine, recipe: Recipe, label: string, fate: tree.Fate) {
  requireLabel(recipe, label);
  const changed = tree.removeLabel(recipe, label, fate);
  if (fate.type === 'relabel') requireLabel({ ...recipe, labels: [...changed.vocabulary.labels] }, fate.to);
  return await follow(engine, recipe, changed);
}

async function follow({ call }: CliEngine, recipe: Recipe, changed: tree.Changed): Promise<Followed> {
  const { labels, attributes } = changed.vocabulary;
  const asked = await call('ontologies.change', {
    ontologyId: recipe.ontologyId,
    labels: [...labels],
    attributes: [...attributes],
    changes: [...changed.changes],
  });
  const names = asked.ontology.labels.map(({ name }) => name);
  let { command } = asked;
  while (command?.status === 'in-progress') {
    await setTimeout(PAUSE);
    command = await call('commands.get', { commandId: command.id });
  }
  if (command && command.status !== 'success') {
    throw new SluiceError('conflict', `Not all annotations were changed: ${command.error ?? command.status}`);
  }
  return { labels: names, annotations: command?.done ?? 0 };
}

function requireLabel({ title, labels }: Pick<Recipe, 'title' | 'labels'>, label: string): void {
  if (labels.some(({ name }) => name === label)) return;
  const known = labels.map(({ name }) => `"${name}"`).join(', ') || 'none';
  throw new SluiceError('not-found', `"${title}" has no label "${label}". Labels there: ${known}.`);
}

export function describeUsage(usage: readonly Usage[]): string {
  if (usage.length === 0) return 'There are no labels.';
  return table(
    ['label', 'annotations', ''],
    usage.map(({ label, count, known }) => [label, String(count), known ? '' : 'not in the recipe']),
  );
}

export function describeFollowed({ annotations }: Followed): string {
  return annotations === 1 ? '1 annotation was changed.' : `${annotations} annotations were changed.`;
}
