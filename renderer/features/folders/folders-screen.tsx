import { Button } from '@mantine/core';
import { IconFolderPlus, IconFolderSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchedFolder } from '#core/model/watched-folder.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useInbox } from '#renderer/ui/inbox.ts';
import { useProject } from '#renderer/ui/project.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { PanelScreen } from '#renderer/ui/screen.tsx';
import { AddFolder, EditPatterns } from './folder-dialog.tsx';
import { FolderTable } from './folder-table.tsx';
import classes from './folders.module.css';
import { ProblemPanel } from './problem-panel.tsx';

/** The folders whose files become items by themselves. */
export function FoldersScreen() {
  const { t } = useTranslation('folders');
  const { project } = useProject();
  const enabled = project !== null;
  const projectId = project?.id ?? '';
  const inbox = useInbox(project?.id ?? null);
  const folders = useCall('watchedFolders.list', { projectId }, { enabled });
  const datasets = useCall('datasets.list', { projectId }, { enabled });
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<WatchedFolder | null>(null);
  const [looking, setLooking] = useState<string | null>(null);
  const looked = folders.data?.find((folder) => folder.id === looking) ?? null;

  useCommands([
    {
      id: 'folders.add',
      title: t('add'),
      group: t('title'),
      keys: ['mod+N'],
      enabled,
      run: () => setAdding(true),
    },
  ]);

  const addButton = (
    <Button
      leftSection={<IconFolderPlus size={15} aria-hidden />}
      disabled={!datasets.data}
      onClick={() => setAdding(true)}
    >
      {t('add')}
    </Button>
  );

  return (
    <PanelScreen title={t('title')} summary={t('summary')} actions={addButton}>
      <div className={classes.main}>
        <QueryGate query={folders}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState icon={IconFolderSearch} title={t('none')} text={t('noneText')}>
                {addButton}
              </EmptyState>
            ) : (
              <FolderTable
                folders={list}
                datasets={datasets.data ?? []}
                looking={looking}
                onProblems={(folder) => setLooking(folder.id === looking ? null : folder.id)}
                onEdit={setEditing}
              />
            )
          }
        </QueryGate>
      </div>
      {looked ? <ProblemPanel folder={looked} onClose={() => setLooking(null)} /> : null}
      {adding && datasets.data ? (
        <AddFolder datasets={datasets.data} inbox={inbox} onClose={() => setAdding(false)} />
      ) : null}
      {editing ? <EditPatterns key={editing.id} folder={editing} onClose={() => setEditing(null)} /> : null}
    </PanelScreen>
  );
}
