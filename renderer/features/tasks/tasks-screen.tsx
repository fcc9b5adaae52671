import { IconListCheck, IconTags } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Task } from '#core/model/task.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { useProject } from '#renderer/ui/project.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { routes, taskRoute } from '#renderer/ui/routes.ts';
import { Screen } from '#renderer/ui/screen.tsx';
import { TaskTable } from './task-table.tsx';

function useTaskCommands(tasks: readonly Task[]): void {
  const { t } = useTranslation('tasks');
  const [, navigate] = useLocation();
  useCommands(
    tasks.map((task) => ({
      id: `task.open.${task.id}`,
      title: t(task.type === 'qa' ? 'command.review' : 'command.label', { name: task.name }),
      group: t('title'),
      enabled: task.counts.total > 0,
      run: () => navigate(taskRoute(task)),
    })),
  );
}

/** Tasks for people: how far each is, who works on it, and the way in. */
export function TasksScreen() {
  const { t } = useTranslation('tasks');
  const { project } = useProject();
  const enabled = project !== null;
  const projectId = project?.id ?? '';
  const tasks = useCall('tasks.list', { projectId }, { enabled });
  const recipes = useCall('recipes.list', { projectId }, { enabled });
  const recipe = recipes.data?.[0] ?? null;
  const waiting = (tasks.data ?? []).reduce((sum, task) => sum + task.counts.open, 0);
  useTaskCommands(tasks.data ?? []);
  return (
    <Screen
      title={t('title')}
      summary={tasks.data ? t('summary', { count: waiting, shown: formatCount(waiting) }) : null}
      actions={
        <LinkButton
          to={routes.recipes(recipe?.id)}
          variant="default"
          leftSection={<IconTags size={15} aria-hidden />}
        >
          {t('labels')}
        </LinkButton>
      }
    >
      <QueryGate query={tasks}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={IconListCheck} title={t('none')} text={t('noneText')}>
              <LinkButton to={routes.pipelines()} variant="default">
                {t('noneAction')}
              </LinkButton>
            </EmptyState>
          ) : (
            <TaskTable tasks={list} />
          )
        }
      </QueryGate>
    </Screen>
  );
}
