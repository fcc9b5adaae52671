import { useTranslation } from 'react-i18next';
import type { Item } from '#core/model/item.ts';
import { formatCount } from '#renderer/ui/format.ts';

/** What an item is called in a sentence: which frame it is, or its name. */
export function useItemName(): (item: Pick<Item, 'name' | 'frame'>) => string {
  const { t } = useTranslation('studio');
  return ({ name, frame }) => (frame ? t('item.frame', { index: formatCount(frame.index) }) : name);
}
