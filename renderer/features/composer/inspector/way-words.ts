/** Which items take a connection, in words. */
import { useTranslation } from 'react-i18next';
import type { Connection } from '#core/model/graph.ts';
import { useConditionWords } from '#renderer/ui/filter-builder/words.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';

export function useWayWords(): (connection: Connection) => string {
  const { t } = useTranslation('composer');
  const word = useStatusWord();
  const say = useConditionWords();
  return ({ action, condition }) => {
    const what = condition ? say(condition) : null;
    const decision = action ? word(action) : null;
    if (decision === null) return what === null ? t('way.every') : t('way.where', { what });
    return what === null ? t('way.decided', { decision }) : t('way.decidedWhere', { decision, what });
  };
}
