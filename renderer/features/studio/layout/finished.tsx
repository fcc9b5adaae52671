import { Button, Group } from '@mantine/core';
import { IconArrowRight, IconCircleCheck, IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useCall } from '#renderer/client/hooks.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { CommandKeys } from '#renderer/ui/key-caps.tsx';
import { routes } from '#renderer/ui/routes.ts';
import type { WalkCommands } from '../commands/use-walk-commands.ts';
import type { Entry } from '../walk/use-entry.ts';
import type { Walk } from '../walk/use-walk.ts';

/** Nothing waits in the task: says so, and what there is to do. */
export function Finished(props: {
  readonly taskId: string;
  readonly entry: Entry;
  readonly walk: Walk;
  readonly commands: WalkCommands;
}) {
  const { t } = useTranslation('studio');
  const [, navigate] = useLocation();
  const task = useCall('tasks.get', { taskId: props.taskId }).data;
  const { arrived } = props.entry;
  const { takeBack } = props.commands;
  const go = () => {
    if (arrived) props.walk.go(arrived);
  };
  useCommands([
    {
      id: 'items.continue',
      title: t('finished.continue'),
      group: t('group.items'),
      keys: ['Enter'],
      enabled: arrived !== null,
      run: go,
    },
  ]);
  const { total, open, away } = task?.counts ?? { total: 0, open: 0, away: 0 };
  const empty = task !== undefined && total === 0;
  const done = t('finished.text', { count: total - open - away });
  const text = away > 0 ? `${done} ${t('finished.away', { count: away })}` : done;
  return (
    <EmptyState
      level={1}
      icon={empty ? IconHourglass : IconCircleCheck}
      title={t(empty ? 'finished.nothing' : 'finished.title', { task: task?.name ?? '' })}
      text={empty ? t('finished.nothingText') : `${text} ${t('finished.next')}`}
    >
      <Group mt="sm">
        {arrived ? (
          <Button
            rightSection={<CommandKeys command={{ id: 'items.continue', keys: ['Enter'] }} />}
            onClick={go}
          >
            {t('finished.arrived', { count: open })}
          </Button>
        ) : null}
        {takeBack.enabled ? (
          <Button
            variant="default"
            rightSection={<CommandKeys command={takeBack} />}
            onClick={() => takeBack.run()}
          >
            {takeBack.title}
          </Button>
        ) : null}
        <Button
          variant="default"
          rightSection={<IconArrowRight size={15} aria-hidden />}
          onClick={() => navigate(routes.tasks())}
        >
          {t('finished.tasks')}
        </Button>
      </Group>
    </EmptyState>
  );
}
