/** What a template's or a file's datasets and recipes become: ones that are here, or new ones. No React in here. */
import type { Graph } from '#core/model/graph.ts';
import type { DatasetId, RecipeId } from '#core/model/ids.ts';
import type { Choices, NamedPlace } from '#core/pipeline/placeholders.ts';
import type { Need, Template } from '#core/pipeline/template.ts';
import type { call } from '#renderer/client/client.ts';

/** A choice in a list: the id of one that is here, or one of these. */
export const MAKE = 'make';
export const LEAVE = 'leave';

export type Known = { readonly id: string; readonly name: string };

/** One of them that is called like it, whatever the case. */
export function namedLike(name: string, known: readonly Known[]): string | null {
  return known.find((one) => one.name.toLowerCase() === name.toLowerCase())?.id ?? null;
}

/** The name of what is made for a need. */
export const madeName = (need: Pick<Need, 'key'>) => need.key.charAt(0).toUpperCase() + need.key.slice(1);

export type Values = Readonly<Record<string, string | number>>;

/** What a template's form begins with: defaults, what is here under that name, else a new one. */
export function firstValues(
  template: Template,
  here: { readonly datasets: readonly Known[]; readonly recipes: readonly Known[] },
): Values {
  return Object.fromEntries(
    template.needs.map((need) => {
      if (need.kind === 'dataset') return [need.key, namedLike(madeName(need), here.datasets) ?? MAKE];
      if (need.kind === 'recipe') return [need.key, here.recipes[0]?.id ?? MAKE];
      return [need.key, need.default ?? (need.kind === 'number' ? (need.min ?? 1) : '')];
    }),
  );
}

/** Why the form cannot be sent yet: the needs that have no value, or one out of bounds. */
export function missingValues(template: Template, values: Values): readonly string[] {
  return template.needs
    .filter(({ key, kind, min, max }) => {
      const value = values[key];
      if (kind !== 'number') return typeof value !== 'string' || value.trim() === '';
      return typeof value !== 'number' || value < (min ?? value) || value > (max ?? value);
    })
    .map(({ key }) => key);
}

const SOME_ID = '0'.repeat(24);

/** The template's graph as it will look, for a drawing of it. */
export function sampleGraph(template: Template): Graph {
  const sample = (need: Need) => {
    if (need.default !== undefined) return need.default;
    if (need.kind === 'number') return need.min ?? 1;
    return need.kind === 'text' ? 'x' : SOME_ID;
  };
  return template.build(Object.fromEntries(template.needs.map((need) => [need.key, sample(need)])));
}

type Ask = typeof call;

async function makeDataset(ask: Ask, projectId: string, name: string): Promise<DatasetId> {
  return (await ask('datasets.create', { projectId, name })).id;
}

async function makeRecipe(ask: Ask, projectId: string, title: string): Promise<RecipeId> {
  return (await ask('recipes.create', { projectId, title })).id;
}

/** The graph of a template, with what is to be made for it made. */
export async function buildTemplate(
  ask: Ask,
  projectId: string,
  template: Template,
  values: Values,
): Promise<Graph> {
  const parts: Record<string, string | number> = { ...values };
  for (const need of template.needs) {
    if (parts[need.key] !== MAKE) continue;
    if (need.kind === 'dataset') parts[need.key] = await makeDataset(ask, projectId, madeName(need));
    else if (need.kind === 'recipe') parts[need.key] = await makeRecipe(ask, projectId, template.title);
  }
  return template.build(parts);
}

/** Names a place in a form: its text, or who leaves it open. */
export const placeKey = (place: NamedPlace) => (place.text === '' ? (place.users[0] ?? '') : place.text);

const HEX_ID = /^[0-9a-f]{24}$/;

/** What a new one for a place is called: an id from elsewhere says nothing to a person, so the node's name is taken. */
export function newName(place: NamedPlace): string {
  return place.text === '' || HEX_ID.test(place.text) ? (place.users[0] ?? place.text) : place.text;
}

/** What a place in a file is taken for at first: what is here by id or name, else it is left as it is. */
export function firstChoice(place: NamedPlace, known: readonly Known[]): string {
  if (known.some(({ id }) => id === place.text)) return LEAVE;
  return (place.text === '' ? null : namedLike(place.text, known)) ?? LEAVE;
}

/** True when nothing here is meant by what the file says. */
export const isMissing = (place: NamedPlace, known: readonly Known[]) =>
  !known.some(({ id }) => id === place.text);

/** What was chosen for the places of a file, with what is to be made for it made. */
export async function makeChoices(
  ask: Ask,
  projectId: string,
  places: readonly NamedPlace[],
  chosen: ReadonlyMap<NamedPlace, string>,
): Promise<Choices> {
  const datasets = new Map<string, DatasetId>();
  const recipes = new Map<string, RecipeId>();
  for (const place of places) {
    const choice = chosen.get(place) ?? LEAVE;
    if (choice === LEAVE) continue;
    const key = placeKey(place);
    if (place.kind === 'dataset') {
      datasets.set(
        key,
        choice === MAKE ? await makeDataset(ask, projectId, newName(place)) : (choice as DatasetId),
      );
    } else {
      recipes.set(
        key,
        choice === MAKE ? await makeRecipe(ask, projectId, newName(place)) : (choice as RecipeId),
      );
    }
  }
  return { datasets, recipes };
}
