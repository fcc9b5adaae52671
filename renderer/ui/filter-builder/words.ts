/** A condition in words. */
import { useTranslation } from 'react-i18next';
import { type Group, type Row, type RowOp, readDraft, type ValueType } from './draft.ts';

type Translate = (key: string, values?: Record<string, unknown>) => string;

/** The name of a field for people: metadata without what all of them begin with. */
export function fieldName(path: string): string {
  return path.replace(/^metadata\.(system|user)\./, '').replace(/^metadata\./, '');
}

/** Of times people say before and after. The name of the text. */
export function opWord(type: ValueType, op: RowOp): string {
  const ordered = op === '$gt' || op === '$gte' || op === '$lt' || op === '$lte';
  return `${type === 'date' && ordered ? 'dateOp' : 'op'}.${op.replace('$', '')}`;
}

/** What a condition asks for; null when it asks for nothing. */
export function conditionWords(text: string, t: Translate): string | null {
  const draft = readDraft(text);
  if (!draft) return t('filter.words.json');
  const own = groupWords(draft.own, t);
  const inner = draft.annotations ? groupWords(draft.annotations, t) : null;
  const labels = inner === null ? null : t('filter.words.annotation', { what: inner });
  return [own, labels].filter((one) => one !== null).join(t('filter.words.and')) || null;
}

function groupWords(group: Group, t: Translate): string | null {
  if (group.parts.length === 0) return null;
  const parts = group.parts.flatMap((part) => {
    if (part.kind === 'row') return [rowWords(part, t)];
    const words = groupWords(part, t);
    return words === null ? [] : [part.parts.length > 1 ? `(${words})` : words];
  });
  return parts.join(t(group.any ? 'filter.words.or' : 'filter.words.and'));
}

function rowWords({ field, op, type, values }: Row, t: Translate): string {
  const shown = values.map((value) => {
    if (type === 'yesNo') return t(value === 'true' ? 'filter.yes' : 'filter.no');
    if (type === 'date') return new Date(value).toLocaleString();
    return type === 'number' ? value : `“${value}”`;
  });
  const value = op === 'there' || op === 'absent' ? '' : ` ${shown.slice(0, 4).join(', ')}`;
  const more = shown.length > 4 ? ', …' : '';
  return `${fieldName(field)} ${t(`filter.${opWord(type, op)}`)}${value}${more}`;
}

/** Says conditions in the language of the window. */
export function useConditionWords(): (text: string) => string | null {
  const { t } = useTranslation('ui');
  return (text) => conditionWords(text, (key, values) => t(key, { ...values }));
}
