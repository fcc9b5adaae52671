import { useState } from 'react';
import {
  type Changed,
  isBelow,
  leafOf,
  moveLabel,
  parentOf,
  removeLabel,
  renameLabel,
} from '#core/recipe/labels.ts';
import { notifyError } from '#renderer/client/notify.ts';
import type { Question } from '../in-use/question.ts';
import type { Draft } from '../state/draft.ts';
import type { RecipeEditor } from '../state/use-recipe-editor.ts';

export type Usage = ReadonlyMap<string, number>;

export type LabelActions = {
  readonly question: Question | null;
  close(): void;
  rename(name: string, typed: string): void;
  move(name: string, to: { readonly parent: string | null; readonly before: string | null }): void;
  /** By keys: among its neighbours, below the one before it, or out of the one it is in. */
  shift(name: string, way: 'up' | 'down' | 'in' | 'out'): void;
  remove(name: string): void;
};

/**
 * Changes of labels; where annotations have them the person is asked first.
 * @param follow hears the new name of the label that was renamed or moved
 */
export function useLabelActions(
  editor: RecipeEditor,
  usage: Usage,
  follow: (name: string) => void,
): LabelActions {
  const [question, setQuestion] = useState<Question | null>(null);
  const countOf = (name: string) =>
    [...usage].reduce(
      (sum, [label, count]) => (label === name || isBelow(label, name) ? sum + count : sum),
      0,
    );

  /** Carries out what changes names, with or without the annotations. */
  function renaming(name: string, work: (draft: Draft) => Changed): void {
    let to: string | undefined;
    try {
      to = work(editor.draft).changes.find((change) => change.from === name)?.to ?? undefined;
    } catch (error) {
      notifyError(error);
      return;
    }
    const count = countOf(name);
    const go = (keep: boolean) => {
      editor.vocabulary(work, keep);
      if (to !== undefined) follow(to);
    };
    if (to === undefined || count === 0) {
      go(false);
      return;
    }
    const answer: Question['answer'] = ({ type }) => go(type === 'keep');
    setQuestion({ what: 'rename', name, to, count, choices: [], answer });
  }

  const actions: LabelActions = {
    question,
    close: () => setQuestion(null),
    rename(name, typed) {
      if (typed.trim() !== leafOf(name)) renaming(name, (draft) => renameLabel(draft, name, typed));
    },
    move: (name, to) => renaming(name, (draft) => moveLabel(draft, name, to)),
    shift(name, way) {
      const parent = parentOf(name);
      const siblings = editor.draft.labels
        .map((label) => label.name)
        .filter((each) => parentOf(each) === parent);
      const at = siblings.indexOf(name);
      const above = siblings[at - 1];
      if (way === 'up' && above) actions.move(name, { parent, before: above });
      if (way === 'down' && at < siblings.length - 1) {
        actions.move(name, { parent, before: siblings[at + 2] ?? null });
      }
      if (way === 'in' && above) actions.move(name, { parent: above, before: null });
      if (way === 'out' && parent !== null) {
        const outer = parentOf(parent);
        const uncles = editor.draft.labels
          .map((label) => label.name)
          .filter((each) => parentOf(each) === outer);
        actions.move(name, { parent: outer, before: uncles[uncles.indexOf(parent) + 1] ?? null });
      }
    },
    remove(name) {
      const count = countOf(name);
      const others = editor.draft.labels
        .map((label) => label.name)
        .filter((each) => each !== name && !isBelow(each, name));
      const answer: Question['answer'] = (fate) =>
        editor.vocabulary((draft) => removeLabel(draft, name, fate));
      if (count === 0) answer({ type: 'keep' });
      else setQuestion({ what: 'remove', name, count, choices: others, answer });
    },
  };
  return actions;
}
