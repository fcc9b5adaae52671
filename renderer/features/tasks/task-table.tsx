import { Badge, Table, Text, VisuallyHidden } from '@mantine/core';
import { IconChecklist, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '#core/model/task.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { warmTask } from '#renderer/client/warm-picture.ts';
import { formatCount, formatDate, formatShare } from '#renderer/ui/format.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { taskRoute } from '#renderer/ui/routes.ts';
import { TaskBar, TaskLegend } from '#renderer/ui/task-bar.tsx';
import { decidedCount } from '#renderer/ui/task-progress.ts';
import classes from './tasks.module.css';

/** Who works on the task, with shares when there are several. */
function People(props: { readonly taskId: string }) {
  const { t } = useTranslation('tasks');
  const assignments = useCall('tasks.assignments', { taskId: props.taskId });
  const list = assignments.data ?? [];
  return (
    <Text size="sm" data-selectable>
      {list
        .map(({ person, load }) =>
          list.length > 1 ? t('personShare', { person, share: formatShare(load / 100) }) : person,
        )
        .join(', ')}
    </Text>
  );
}

function TaskRow(props: { readonly task: Task }) {
  const { t } = useTranslation('tasks');
  const { task } = props;
  const Sign = task.type === 'qa' ? IconChecklist : IconPencil;
  const { open, total } = task.counts;
  const late = task.dueAt !== null && task.dueAt < Date.now() && open > 0;
  return (
    <Table.Tr>
      <Table.Td>
        <div className={classes.name}>
          <Sign size={18} stroke={1.7} aria-hidden />
          <div>
            <Text fw={600}>{task.name}</Text>
            <Text size="xs" c="dimmed">
              {t(`type.${task.type}`)}
            </Text>
          </div>
        </div>
      </Table.Td>
      <Table.Td className={classes.progress}>
        <div className={classes.bar}>
          <TaskBar task={task} />
          <Text size="xs" c="dimmed" w={36} ta="right">
            {formatShare(total === 0 ? 0 : decidedCount(task) / total)}
          </Text>
        </div>
        {total > 0 ? (
          <TaskLegend task={task} />
        ) : (
          <Text size="xs" c="dimmed">
            {t('empty')}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        <Text fw={600} fz="lg">
          {formatCount(open)}
        </Text>
      </Table.Td>
      <Table.Td>
        <People taskId={task.id} />
      </Table.Td>
      <Table.Td>
        {task.priority === 3 ? (
          <Badge color="orange">{t('priority.3')}</Badge>
        ) : (
          t(`priority.${task.priority}`)
        )}
        {task.dueAt === null ? null : (
          <Text size="xs" c={late ? 'red' : 'dimmed'}>
            {t('due', { date: formatDate(task.dueAt) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        <LinkButton
          to={taskRoute(task)}
          variant={open > 0 ? 'filled' : 'default'}
          disabled={total === 0}
          onPointerEnter={() => warmTask(task.id)}
          onFocus={() => warmTask(task.id)}
          aria-label={t(task.type === 'qa' ? 'command.review' : 'command.label', { name: task.name })}
        >
          {t(task.type === 'qa' ? 'review' : 'label')}
        </LinkButton>
      </Table.Td>
    </Table.Tr>
  );
}

/** Each task with its progress by state. */
export function TaskTable(props: { readonly tasks: readonly Task[] }) {
  const { t } = useTranslation('tasks');
  return (
    <div className={classes.page}>
      <div className={classes.table}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('column.task')}</Table.Th>
              <Table.Th>{t('column.progress')}</Table.Th>
              <Table.Th ta="right">{t('column.waiting')}</Table.Th>
              <Table.Th>{t('column.people')}</Table.Th>
              <Table.Th>{t('column.priority')}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{t('column.open')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {props.tasks.map((task) => (
              <TaskRow key={task.id} task={task} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </div>
  );
}
