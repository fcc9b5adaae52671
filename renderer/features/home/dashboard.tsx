import { Button, Menu } from '@mantine/core';
import { IconDownload, IconFile, IconFolder } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Project } from '#core/model/project.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useImport } from '#renderer/ui/import-files.ts';
import { useInbox } from '#renderer/ui/inbox.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { Screen } from '#renderer/ui/screen.tsx';
import classes from './dashboard.module.css';
import { FoldersCard } from './folders-card.tsx';
import { JobsCard } from './jobs-card.tsx';
import { PipelineCard } from './pipeline-card.tsx';
import { TaskCards } from './task-cards.tsx';

/** The project at a glance: what waits for a person, where items are, what comes in. */
export function Dashboard(props: { readonly project: Project }) {
  const { t } = useTranslation('home');
  const { project } = props;
  const inbox = useInbox(project.id);
  const { chooseFiles, chooseFolder } = useImport();
  const pipelines = useCall('pipelines.list', { projectId: project.id });
  return (
    <Screen
      title={project.name}
      actions={
        <Menu position="bottom-end">
          <Menu.Target>
            <Button leftSection={<IconDownload size={15} aria-hidden />} disabled={inbox === null}>
              {t('import.title')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconFile size={15} />} onClick={() => inbox && void chooseFiles(inbox)}>
              {t('import.files')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconFolder size={15} />}
              onClick={() => inbox && void chooseFolder(inbox)}
            >
              {t('import.folder')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      }
    >
      <div className={classes.page}>
        <TaskCards projectId={project.id} />
        <QueryGate query={pipelines}>
          {(list) => list.map((pipeline) => <PipelineCard key={pipeline.id} summary={pipeline} />)}
        </QueryGate>
        <div className={classes.pair}>
          <FoldersCard projectId={project.id} />
          <JobsCard />
        </div>
      </div>
    </Screen>
  );
}
