import { useState } from 'react';
import { fits } from '#core/annotation/attributes.ts';
import type { Attribute } from '#core/model/recipe.ts';
import type { VocabularyChange } from '#core/model/vocabulary-change.ts';
import { call } from '#renderer/client/client.ts';
import { notifyError } from '#renderer/client/notify.ts';
import type { Question } from '../in-use/question.ts';
import type { RecipeEditor } from '../state/use-recipe-editor.ts';

export type AttributeActions = {
  readonly question: Question | null;
  close(): void;
  /** What no annotation notices: title, scope, default and the like. */
  set(key: string, part: Partial<Attribute>, without?: readonly (keyof Attribute)[]): void;
  /** Another type, or several in place of one: values that do not fit are asked about. */
  reshape(attribute: Attribute, part: Partial<Attribute>): void;
  renameOption(attribute: Attribute, from: string, to: string): void;
  removeOption(attribute: Attribute, option: string): void;
  remove(attribute: Attribute): void;
};

/** Changes of attributes; where annotations have values of them the person is asked first. */
export function useAttributeActions(editor: RecipeEditor): AttributeActions {
  const [question, setQuestion] = useState<Question | null>(null);
  const { ontologyId } = editor.recipe;

  const withPart = (key: string, part: Partial<Attribute>, without: readonly (keyof Attribute)[] = []) =>
    editor.draft.attributes.map((each) => {
      if (each.key !== key) return each;
      const entries = Object.entries({ ...each, ...part }).filter(
        ([name]) => !without.some((one) => one === name),
      );
      return Object.fromEntries(entries) as Attribute;
    });

  /** Asks when annotations are concerned, and else goes on. */
  async function check(
    key: string,
    concerned: (text: string) => boolean,
    go: Question['answer'],
    ask: Pick<Question, 'what' | 'name' | 'choices'> & { readonly to?: string },
  ): Promise<void> {
    const usage = await call('ontologies.attributeUsage', { ontologyId, key });
    const count = usage.values
      .filter(({ value }) => concerned(value))
      .reduce((sum, one) => sum + one.count, 0);
    if (count === 0) go({ type: 'keep' });
    else setQuestion({ ...ask, count, answer: go });
  }

  const value = (key: string, from: string, to: string | null): VocabularyChange => ({
    what: 'value',
    key,
    from,
    to,
  });

  return {
    question,
    close: () => setQuestion(null),
    set: (key, part, without) => editor.change({ attributes: withPart(key, part, without) }),
    reshape({ key, title }, part) {
      const after = withPart(key, part, part.type === undefined ? [] : ['default']);
      const made = after.find((each) => each.key === key);
      const misfit = (text: string) => made !== undefined && !fitsText(made, text);
      const go: Question['answer'] = ({ type }) =>
        editor.change({ attributes: after }, type === 'delete' ? [{ what: 'key', from: key, to: null }] : []);
      check(key, misfit, go, { what: 'type', name: title, choices: [] }).catch(notifyError);
    },
    renameOption(attribute, from, to) {
      const { key, values = [] } = attribute;
      if (to === '' || to === from || values.includes(to)) return;
      const attributes = withPart(key, {
        values: values.map((each) => (each === from ? to : each)),
        ...(attribute.default === from ? { default: to } : {}),
      });
      const go: Question['answer'] = ({ type }) =>
        editor.change({ attributes }, type === 'relabel' ? [value(key, from, to)] : []);
      const ask = { what: 'rename-option', name: from, to, choices: [] } as const;
      check(key, (text) => text === from, go, ask).catch(notifyError);
    },
    removeOption(attribute, option) {
      const { key, values = [] } = attribute;
      const left = values.filter((each) => each !== option);
      const attributes = withPart(key, { values: left }, attribute.default === option ? ['default'] : []);
      const go: Question['answer'] = (fate) =>
        editor.change(
          { attributes },
          fate.type === 'keep' ? [] : [value(key, option, fate.type === 'relabel' ? fate.to : null)],
        );
      check(key, (text) => text === option, go, { what: 'option', name: option, choices: left }).catch(
        notifyError,
      );
    },
    remove({ key, title }) {
      const attributes = editor.draft.attributes.filter((each) => each.key !== key);
      const go: Question['answer'] = ({ type }) =>
        editor.change({ attributes }, type === 'delete' ? [{ what: 'key', from: key, to: null }] : []);
      check(key, () => true, go, { what: 'attribute', name: title, choices: [] }).catch(notifyError);
    },
  };
}

/** Whether a value that is known as a text fits the attribute. */
function fitsText(attribute: Attribute, text: string): boolean {
  if (attribute.type === 'number' || attribute.type === 'range') return fits(attribute, Number(text));
  if (attribute.type === 'boolean') return text === 'true' || text === 'false';
  return fits(attribute, attribute.multi ? [text] : text);
}
