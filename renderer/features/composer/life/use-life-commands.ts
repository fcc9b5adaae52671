import { useTranslation } from 'react-i18next';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';

/** What can be done with the pipeline's versions by key and palette. */
export function useLifeCommands(actions: {
  readonly comparing: boolean;
  readonly compare: (open: boolean) => void;
  readonly install: () => void;
}): void {
  const { t } = useTranslation('pipelines');
  const { comparing, compare, install } = actions;
  const group = t('life.group');
  useCommands([
    {
      id: 'composer.versions',
      title: t('life.versions'),
      group,
      keys: ['V'],
      run: () => compare(!comparing),
    },
    {
      id: 'composer.closeVersions',
      title: t('versions.close'),
      group,
      keys: ['Escape'],
      enabled: comparing,
      run: () => compare(false),
    },
    { id: 'composer.install', title: t('life.install'), group, keys: ['I'], run: install },
  ]);
}
