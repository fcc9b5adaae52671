import { useTranslation } from 'react-i18next';
import type { NodeFact } from './node-facts.ts';

/** What a fact is about, and its value but for datasets, which have names. */
export function useFactWords(): {
  title(fact: NodeFact): string;
  value(fact: NodeFact): string;
} {
  const { t } = useTranslation('ui');
  return {
    title: (fact) => t(`fact.${fact.key}`),
    value: (fact) => fact.text ?? t(`factValue.${fact.key}`, { ...fact.values }),
  };
}
