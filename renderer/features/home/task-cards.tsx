import { Badge, Title } from '@mantine/core';
import { IconChecklist, IconCircleCheck, IconListCheck, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#core/model/task.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { warmTask } from '#renderer/client/warm-picture.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { taskRoute } from '#renderer/ui/routes.ts';
import { TaskBar } from '#renderer/ui/task-bar.tsx';
import { decidedCount } from '#renderer/ui/task-progress.ts';
import classes from './dashboard.module.css';

function TaskCard(props: { readonly task: Task }) {
  const { t } = useTranslation('home');
  const { task } = props;
  const Sign = task.type === 'qa' ? IconChecklist : IconPencil;
  const { open, rework, total } = task.counts;
  return (
    <Card className={classes.task}>
      <div className={classes.taskHead}>
        <Sign size={17} stroke={1.7} aria-hidden />
        <span className={classes.taskName}>{task.name}</span>
        {rework > 0 ? (
          <Badge color="grape" ml="auto">
            {t(task.type === 'qa' ? 'task.fixed' : 'task.rework', { count: rework })}
          </Badge>
        ) : null}
      </div>
      <div className={classes.waiting}>
        <span className={classes.number}>{formatCount(open)}</span>
        <span className={classes.dim}>{t('task.waiting', { count: open })}</span>
      </div>
      <TaskBar task={task} />
      <span className={classes.dim}>
        {total === 0
          ? t('task.nothingYet')
          : t('task.decided', { done: formatCount(decidedCount(task)), count: total })}
      </span>
      {open > 0 ? (
        <LinkButton
          to={taskRoute(task)}
          size="sm"
          fullWidth
          onPointerEnter={() => warmTask(task.id)}
          onFocus={() => warmTask(task.id)}
        >
          {t(task.type === 'qa' ? 'task.review' : 'task.label')}
        </LinkButton>
      ) : (
        <LinkButton
          to={taskRoute(task)}
          size="sm"
          fullWidth
          variant="default"
          disabled={total === 0}
          leftSection={total > 0 ? <IconCircleCheck size={16} aria-hidden /> : null}
        >
          {t(total === 0 ? 'task.waitForItems' : 'task.lookAgain')}
        </LinkButton>
      )}
    </Card>
  );
}

/** One card a task, with the way straight to its next item. */
export function TaskCards(props: { readonly projectId: string }) {
  const { t } = useTranslation('home');
  const tasks = useCall('tasks.list', { projectId: props.projectId });
  return (
    <section aria-label={t('tasks.title')}>
      <Title order={2} mb={8}>
        {t('tasks.title')}
      </Title>
      <QueryGate query={tasks}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={IconListCheck} title={t('tasks.none')} text={t('tasks.noneText')} />
          ) : (
            <div className={classes.tasks}>
              {list.map((task) => (
                <TaskCard key={task.id} task={task} />
              ))}
            </div>
          )
        }
      </QueryGate>
    </section>
  );
}
