import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useProject, useProjectChoice } from '#renderer/ui/project.ts';
import { routes } from '#renderer/ui/routes.ts';
import classes from './title-bar.module.css';

/** The project's name; with more than one, the way to the others. */
export function ProjectSwitcher() {
  const { t } = useTranslation('app');
  const [, navigate] = useLocation();
  const { project, projects } = useProject();
  if (!project) return null;
  const choose = (projectId: string) => {
    useProjectChoice.getState().choose(projectId);
    navigate(routes.home());
  };
  return (
    <>
      <span className={classes.slash} aria-hidden>
        /
      </span>
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            c="var(--sl-text-dim)"
            rightSection={<IconChevronDown size={14} aria-hidden />}
            styles={{ section: { marginInlineStart: 4 } }}
          >
            {project.name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('project.choose')}</Menu.Label>
          {projects.map((one) => (
            <Menu.Item
              key={one.id}
              onClick={() => choose(one.id)}
              rightSection={one.id === project.id ? <IconCheck size={14} /> : null}
            >
              {one.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={15} />} onClick={() => navigate(routes.newProject())}>
            {t('project.new')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
