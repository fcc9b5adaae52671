import { Group, Progress, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Task } from '#core/model/task.ts';
import { formatCount } from './format.ts';
import { StateDot } from './state-dot.tsx';
import { type TaskPart, taskParts } from './task-progress.ts';
import { useStatusWord } from './use-status-word.ts';

function usePartWord(): (part: TaskPart) => string {
  const { t } = useTranslation('ui');
  const word = useStatusWord();
  return (part) => (part.status === null ? t(`task.${part.kind}`) : word(part.status));
}

const tint = (part: TaskPart) =>
  part.kind === 'away'
    ? `color-mix(in srgb, var(--sl-${part.tone}) 45%, transparent)`
    : `var(--sl-${part.tone})`;

/** A task's progress as one bar: decided, sent back, came back, not seen yet. */
export function TaskBar(props: { readonly task: Task; readonly size?: number }) {
  const word = usePartWord();
  const { task } = props;
  const parts = taskParts(task);
  const label = parts.map((part) => `${word(part)}: ${formatCount(part.count)}`).join(', ');
  return (
    <Progress.Root
      size={props.size ?? 8}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {parts.map((part) => (
        <Tooltip
          key={part.kind + (part.status ?? '')}
          label={`${word(part)}: ${formatCount(part.count)}`}
          openDelay={100}
        >
          <Progress.Section
            withAria={false}
            value={(part.count / task.counts.total) * 100}
            color={part.kind === 'fresh' ? 'transparent' : tint(part)}
          />
        </Tooltip>
      ))}
    </Progress.Root>
  );
}

/** The same parts in words. */
export function TaskLegend(props: { readonly task: Task }) {
  const word = usePartWord();
  return (
    <Group gap="sm">
      {taskParts(props.task).map((part) => (
        <Group key={part.kind + (part.status ?? '')} gap={5} wrap="nowrap">
          <StateDot tone={part.kind === 'fresh' ? 'queued' : part.tone} />
          <Text size="xs" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {formatCount(part.count)} {word(part)}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
