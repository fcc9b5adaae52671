import { useTranslation } from 'react-i18next';
import type { Recipe } from '#core/model/recipe.ts';
import { recipeSettingsOf } from '#core/model/recipe-settings.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { missingIn } from './required.ts';

/** Answers whether something that must be said is not said yet; if so, the person is told and led there. */
export function useRequired(): (editor: Editor, recipe: Recipe | null) => boolean {
  const { t } = useTranslation('objects');
  return (editor, recipe) => {
    if (!recipe || recipeSettingsOf(recipe).allowMissing) return false;
    const missing = missingIn(editor.state.get());
    const [first] = missing;
    if (!first) return false;
    const attributes = first.attributes.map(({ title }) => title).join(', ');
    const label = first.id === null ? t('missing.item') : first.label;
    const count = missing.length - 1;
    notifyInfo(
      t('missing.title'),
      count === 0
        ? t('missing.text', { label, attributes })
        : t('missing.more', { label, attributes, count }),
    );
    if (first.id !== null) {
      editor.show(first.id);
    }
    return true;
  };
}
