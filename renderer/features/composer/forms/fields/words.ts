import { useTranslation } from 'react-i18next';

/** What every field has: `name` picks its messages, `path` its setting. */
export type FieldWords = { readonly label: string; readonly description?: string };

/** A field's label and, where there is more to say, a sentence. */
export function useWords(name: string): FieldWords {
  const { t } = useTranslation('forms');
  const description = t(`text.${name}`, { defaultValue: '' });
  return { label: t(`label.${name}`), ...(description ? { description } : {}) };
}
