import { CloseButton, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WatchedFolder } from '#core/model/watched-folder.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { PathText } from '#renderer/ui/path-text.tsx';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import classes from './folders.module.css';

/** Files that could not become items, with the reason. */
export function ProblemPanel(props: { readonly folder: WatchedFolder; readonly onClose: () => void }) {
  const { t } = useTranslation('folders');
  const problems = useCall('watchedFolders.problems', { folderId: props.folder.id });
  return (
    <aside className={classes.problems} aria-label={t('problems.title')}>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{t('problems.title')}</Title>
        <CloseButton aria-label={t('problems.close')} onClick={props.onClose} />
      </Group>
      <Text size="sm" c="dimmed" mb="sm">
        {t('problems.text')}
      </Text>
      <QueryGate query={problems}>
        {(list) =>
          list.map((problem) => (
            <div key={problem.path} className={classes.problem}>
              <PathText path={problem.path} />
              <Text size="sm" data-selectable>
                {problem.reason}
              </Text>
              <Text size="xs" c="dimmed">
                {formatDateTime(problem.at)}
              </Text>
            </div>
          ))
        }
      </QueryGate>
    </aside>
  );
}
