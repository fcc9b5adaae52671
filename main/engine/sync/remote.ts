/** What sync asks of a remote, whichever kind it is. */

import type { CallInput, CallOutput } from '#contract/index.ts';
import type { Dataset } from '#core/model/dataset.ts';
import type { Change, FeedEntry, Outcome, TaskThere } from '#core/model/exchange.ts';
import type { RecipeId } from '#core/model/ids.ts';
import type { Item } from '#core/model/item.ts';
import type { PackId } from '#core/model/pack.ts';
import type { Recipe, RecipeContent } from '#core/model/recipe.ts';
import type { Clash } from '#core/sync/merge.ts';
import type { RemotePipelines } from './remote-pipelines.ts';

/** What changed in a dataset, and the place after it. */
export type ChangesPage = {
  readonly entries: readonly FeedEntry[];
  /** Ids of items that are there no more, where the entries do not tell. */
  readonly gone: readonly string[];
  readonly cursor: string;
  readonly more: boolean;
};

export type Surroundings = {
  readonly dataset: Pick<Dataset, 'recipeId'>;
  readonly recipes: readonly Omit<Recipe, 'projectId'>[];
  readonly tasks: readonly TaskThere[];
};

export type Parcel = {
  readonly session: string;
  readonly number: number;
  readonly changes: readonly Change[];
};

export type Watch = {
  readonly places: readonly { readonly datasetId: string; readonly cursor: string }[];
  /** What the last answer said of recipes and tasks; null: nothing is known of them. */
  readonly about: string | null;
  readonly seconds: number;
};

/** An item that the remote has not got. */
export type NewItem = Pick<Item, 'name' | 'folder' | 'mimetype' | 'metadata' | 'sha256' | 'size'> & {
  /** Of the remote. */
  readonly datasetId: string;
  /** Where its file is on this computer. */
  readonly path: string;
};

/** What both sides had of a recipe last, and what it is here. */
export type RecipeChange = {
  readonly recipeId: RecipeId;
  readonly base: RecipeContent;
  readonly mine: RecipeContent;
};

export type RecipeOutcome = { readonly now: RecipeContent; readonly clashes: readonly Clash[] };

/**
 * Ids are those of the remote. Everything throws SluiceError: `remote-offline` when it was not reached or did not answer,
 * which says nothing of whether it has done what was asked; `remote-denied` when it wants another token; `remote-stale` when
 * it knows a later parcel of the session; `remote-refused` when it will not do this, however often it is asked.
 */
export type RemoteApi = {
  /** Whether each of its items is noted here as one of the remote's: then those that it has no more can be told. */
  readonly namesItems: boolean;
  /** Asked where nothing is linked: only what was reached is in step. Absent: it is asked nothing then. */
  reach?(signal: AbortSignal): Promise<unknown>;
  /** Recipes, tasks and who works in them, for the labelling of a dataset. */
  surroundings(datasetId: string, signal: AbortSignal): Promise<Surroundings>;
  /** Changes after a place; from the first when `cursor` is null. */
  changes(
    place: { readonly datasetId: string; readonly cursor: string | null; readonly limit: number },
    signal: AbortSignal,
  ): Promise<ChangesPage>;
  /**
   * Waits until something has changed after these places, or in what surrounds them, at the latest `seconds`; see
   * `hub.watch`. Absent: this remote does not tell, and is asked now and then.
   */
  watch?(
    question: Watch,
    signal: AbortSignal,
  ): Promise<{ readonly changed: boolean; readonly about: string }>;
  /** Puts a change of a recipe together with what others have made of it. Sent again it does nothing more. */
  sendRecipe(change: RecipeChange, signal: AbortSignal): Promise<RecipeOutcome>;
  /** Keeps items for the person, see `hub.lease`. Absent: it keeps nothing for anybody. */
  readonly leases?: {
    begin(wish: CallInput<'hub.lease'>, signal: AbortSignal): Promise<CallOutput<'hub.lease'>>;
    end(id: PackId, signal: AbortSignal): Promise<unknown>;
  };
  /** Absent: it has none. Throws Refused beside the errors above. */
  pipelines?(signal: AbortSignal): RemotePipelines;
  /** One outcome for each change, in their order. The same parcel may be sent again. */
  send(parcel: Parcel, signal: AbortSignal): Promise<readonly Outcome[]>;
  /**
   * Uploads a file and answers the id of its item; of the one that was there already when it is the same file.
   * @throws SluiceError also `conflict` when another file is in its place, `io` when it cannot be read here
   */
  create(item: NewItem, signal: AbortSignal): Promise<string>;
};
