import { useCallback, useMemo, useRef, useState } from 'react';
import type { CallOutput } from '#contract/index.ts';
import type { Recipe } from '#core/model/recipe.ts';
import { withRecipeSettings } from '#core/model/recipe-settings.ts';
import type { VocabularyChange } from '#core/model/vocabulary-change.ts';
import type { Changed } from '#core/recipe/labels.ts';
import { call } from '#renderer/client/client.ts';
import { notifyError } from '#renderer/client/notify.ts';
import { beginSave, saveDone, saveFailed } from '#renderer/client/save-state.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { type Draft, done, draftOf, type History, NO_HISTORY, stepOf, takeAgain, takeBack } from './draft.ts';

type Command = NonNullable<CallOutput<'ontologies.change'>['command']>;

export type RecipeEditor = {
  readonly recipe: Recipe;
  readonly draft: Draft;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** What carries the latest change to annotations; null: nothing does. */
  readonly command: Command | null;
  /** Another state of the recipe, as one step. `changes`: what becomes of annotations. */
  change(part: Partial<Draft>, changes?: readonly VocabularyChange[]): void;
  /** The same for labels and attributes that were changed together; an error is shown and nothing happens. */
  vocabulary(work: (draft: Draft) => Changed, keep?: boolean): void;
  undo(): void;
  redo(): void;
};

/** The recipe as it is edited. What is stored follows in the order of the changes. */
export function useRecipeEditor(recipe: Recipe): RecipeEditor {
  const refresh = useRefresh();
  const [draft, setDraft] = useState<Draft>(() => draftOf(recipe));
  const [history, setHistory] = useState<History>(NO_HISTORY);
  const [command, setCommand] = useState<Command | null>(null);
  const latest = useRef(draft);
  const extra = useRef(recipe.extra);
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const store = useCallback(
    (before: Draft, after: Draft, changes: readonly VocabularyChange[]) => {
      latest.current = after;
      setDraft(after);
      const token = beginSave();
      const work = async () => {
        const asked = await save({ recipe, extra: extra.current }, before, after, changes);
        extra.current = asked.extra;
        if (asked.command) setCommand(asked.command);
        saveDone(token);
        await Promise.all([refresh('recipes.'), refresh('ontologies.')]);
      };
      queue.current = queue.current.then(work).catch((error: unknown) => {
        saveFailed(token, error);
        notifyError(error);
      });
    },
    [recipe, refresh],
  );

  return useMemo(() => {
    const change: RecipeEditor['change'] = (part, changes = []) => {
      const before = latest.current;
      const after = { ...before, ...part };
      setHistory((now) => done(now, stepOf(before, after, changes)));
      store(before, after, changes);
    };
    return {
      recipe,
      draft,
      command,
      canUndo: history.past.length > 0,
      canRedo: history.future.length > 0,
      change,
      vocabulary(work, keep = false) {
        try {
          const { vocabulary, changes } = work(latest.current);
          const { labels, attributes } = vocabulary;
          change({ labels: [...labels], attributes: [...attributes] }, keep ? [] : changes);
        } catch (error) {
          notifyError(error);
        }
      },
      undo() {
        const taken = takeBack(history);
        if (!taken) return;
        setHistory(taken.history);
        store(latest.current, taken.step.before, taken.step.back);
      },
      redo() {
        const taken = takeAgain(history);
        if (!taken) return;
        setHistory(taken.history);
        store(latest.current, taken.step.after, taken.step.changes);
      },
    };
  }, [recipe, draft, history, command, store]);
}

type Stored = { readonly recipe: Recipe; readonly extra: Recipe['extra'] };

async function save(
  { recipe, extra }: Stored,
  before: Draft,
  after: Draft,
  changes: readonly VocabularyChange[],
) {
  const { title, instructions, tools, settings } = after;
  const own = { title, instructions, tools, settings };
  let now = extra;
  if (Object.entries(own).some(([key, value]) => before[key as keyof typeof own] !== value)) {
    now = withRecipeSettings(extra, settings);
    await call('recipes.update', { recipeId: recipe.id, title, instructions, tools, extra: now });
  }
  if (before.labels === after.labels && before.attributes === after.attributes) {
    return { extra: now, command: null };
  }
  const { labels, attributes } = after;
  const { ontologyId } = recipe;
  const { command } = await call('ontologies.change', {
    ontologyId,
    labels,
    attributes,
    changes: [...changes],
  });
  return { extra: now, command };
}
