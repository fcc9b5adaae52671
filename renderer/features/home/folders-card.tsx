import { Anchor } from '@mantine/core';
import { IconFolderSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCall } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { FolderState } from '#renderer/ui/folder-state.tsx';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { PathText } from '#renderer/ui/path-text.tsx';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import classes from './dashboard.module.css';

/** Watched folders and whether all is well with them. */
export function FoldersCard(props: { readonly projectId: string }) {
  const { t } = useTranslation('home');
  const folders = useCall('watchedFolders.list', { projectId: props.projectId });
  return (
    <Card
      title={t('folders.title')}
      action={
        <Anchor component={Link} href={routes.folders()} size="sm">
          {t('folders.manage')}
        </Anchor>
      }
    >
      <QueryGate query={folders}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={IconFolderSearch} title={t('folders.none')} text={t('folders.noneText')}>
              <LinkButton to={routes.folders()} variant="default">
                {t('folders.add')}
              </LinkButton>
            </EmptyState>
          ) : (
            list.map((folder) => (
              <div key={folder.id} className={classes.line}>
                <div className={classes.grow}>
                  <PathText path={folder.path} />
                </div>
                <span className={classes.dim}>{t('folders.imported', { count: folder.imported })}</span>
                {folder.problems > 0 ? (
                  <span className={classes.dim} style={{ color: 'var(--sl-failed)' }}>
                    {t('folders.problems', { count: folder.problems })}
                  </span>
                ) : null}
                <FolderState folder={folder} />
              </div>
            ))
          )
        }
      </QueryGate>
    </Card>
  );
}
