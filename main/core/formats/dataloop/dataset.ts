/** Datasets on the wire (reference section 1.2). */
import { SluiceError } from '../../errors.ts';
import type { Dataset } from '../../model/dataset.ts';
import { type RecipeId, recipeIdSchema } from '../../model/ids.ts';
import { isoTime, isRecord, type Json, mergeDiff, metadataChange, textIn, urlOf, without } from './json.ts';

export type DatasetCounts = { readonly annotations: number; readonly items: number };

/** What the server says itself: what a client sends for it is not looked at. */
const OWNED = [
  'id',
  'url',
  'name',
  'annotated',
  'itemsCount',
  'items',
  'directoryTree',
  'creator',
  'projects',
  'metadata',
  'createdAt',
  'updatedAt',
  'updatedBy',
  'annotationsCount',
  'lockProcessCommandId',
  'lastStorageSyncDate',
  'isSyncing',
  'readonly',
  'driver',
];

/** Without `metadata.system.recipes` calls about recipes and labels fail, so it is always there. */
export function writeDataset(dataset: Dataset, counts: DatasetCounts, base: string) {
  const { metadata } = dataset.extra;
  const kept = isRecord(metadata) ? metadata : {};
  const system = isRecord(kept['system']) ? kept['system'] : {};
  const url = urlOf(base, 'datasets', dataset.id);
  return {
    accessLevel: 'project',
    expirationOptions: null,
    indexDriver: 'v1',
    ...dataset.extra,
    id: dataset.id,
    url,
    name: dataset.name,
    annotated: counts.items,
    annotationsCount: counts.annotations,
    itemsCount: dataset.itemCount,
    items: `${url}/items`,
    directoryTree: `${url}/directoryTree`,
    creator: dataset.creator,
    projects: [dataset.projectId],
    metadata: {
      ...kept,
      system: { ...system, recipes: dataset.recipeId === null ? [] : [dataset.recipeId] },
    },
    createdAt: isoTime(dataset.createdAt),
    updatedAt: isoTime(dataset.updatedAt),
    updatedBy: dataset.creator,
    readableType: 'persistent',
    driver: null,
    readonly: false,
    lockProcessCommandId: null,
    lastStorageSyncDate: null,
    isSyncing: false,
  };
}

/** What a client keeps with a dataset from its beginning. */
export function readDatasetExtra(json: Json): Record<string, unknown> {
  const extra = mergeDiff({}, without(json, [...OWNED, 'createDefaultRecipe']));
  const metadata = metadataChange({}, json['metadata'], { system: true, own: ['recipes'] });
  return Object.keys(metadata).length === 0 ? extra : { ...extra, metadata };
}

export type DatasetChange = {
  readonly name: string | undefined;
  readonly recipeId: RecipeId | null | undefined;
  readonly extra: Json;
};

/** @param system whether the update may change the system's part of the metadata: there it names its recipe. */
export function readDatasetChange(before: Dataset, diff: Json, system: boolean): DatasetChange {
  const metadata = metadataChange(before.extra['metadata'], diff['metadata'], { system, own: ['recipes'] });
  const extra = { ...mergeDiff(before.extra, without(diff, OWNED)), metadata };
  const recipeId = system ? recipeIn(diff['metadata']) : undefined;
  return { name: textIn(diff, 'name'), recipeId, extra };
}

/** Undefined: not changed. @throws SluiceError `not-found` for what cannot be the id of a recipe. */
function recipeIn(metadata: unknown): RecipeId | null | undefined {
  if (!isRecord(metadata) || !isRecord(metadata['system'])) return undefined;
  const { recipes } = metadata['system'];
  if (recipes === undefined) return undefined;
  const [first] = Array.isArray(recipes) ? recipes : [];
  if (first === undefined || first === null) return null;
  const parsed = recipeIdSchema.safeParse(first);
  if (parsed.success) return parsed.data;
  throw new SluiceError('not-found', `There is no recipe "${String(first).slice(0, 100)}".`);
}
