import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** An empty screen or panel: says why it is empty and what to do next. */
export function EmptyState(props: {
  readonly icon: TablerIcon;
  readonly title: string;
  readonly text?: ReactNode;
  readonly children?: ReactNode;
  /** 1: it is the whole screen. */
  readonly level?: 1 | 2;
}) {
  const Icon = props.icon;
  return (
    <Stack align="center" justify="center" gap="xs" p="xl" mih={180} h="100%" w="100%" ta="center">
      <ThemeIcon size={44} radius="xl" variant="light" color="gray" aria-hidden>
        <Icon size={22} stroke={1.6} />
      </ThemeIcon>
      <Title order={props.level ?? 2}>{props.title}</Title>
      {props.text ? (
        <Text size="sm" c="dimmed" maw={420}>
          {props.text}
        </Text>
      ) : null}
      {props.children}
    </Stack>
  );
}
