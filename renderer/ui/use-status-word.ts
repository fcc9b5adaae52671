import { useTranslation } from 'react-i18next';

/** The word for a status: ours are translated, a team's own stand as they are. */
export function useStatusWord(): (status: string) => string {
  const { t } = useTranslation('ui');
  return (status) => t(`status.${status}`, { defaultValue: status });
}
