import { Button, Group, Popover, Text, TextInput, Title } from '@mantine/core';
import { IconDatabase, IconPlus } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { Dataset } from '#core/model/dataset.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { formatCount } from '#renderer/ui/format.ts';
import { routes } from '#renderer/ui/routes.ts';
import classes from './data-screen.module.css';

function NewDataset(props: { readonly projectId: string }) {
  const { t } = useTranslation('datasets');
  const [, navigate] = useLocation();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const create = useMutate('datasets.create');

  async function submit(event: FormEvent) {
    event.preventDefault();
    const made = await create.mutateAsync({ projectId: props.projectId, name }).catch(() => null);
    if (!made) return;
    setOpen(false);
    setName('');
    navigate(routes.data(made.id));
  }

  return (
    <Popover opened={open} onChange={setOpen} position="right-end" trapFocus shadow="md">
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          justify="flex-start"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {t('dataset.new')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={(event) => void submit(event)}>
          <Group gap="xs" align="flex-end">
            <TextInput
              label={t('dataset.name')}
              value={name}
              maxLength={200}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" h={30} disabled={name.trim() === ''} loading={create.isPending}>
              {t('dataset.create')}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The project's datasets with how many items each has. */
export function DatasetList(props: {
  readonly projectId: string;
  readonly datasets: readonly Dataset[];
  readonly current: string;
}) {
  const { t } = useTranslation('datasets');
  return (
    <nav className={classes.list} aria-label={t('dataset.list')}>
      <Title order={2} px={10} py={6}>
        {t('dataset.list')}
      </Title>
      {props.datasets.map((dataset) => (
        <Link
          key={dataset.id}
          href={routes.data(dataset.id)}
          className={classes.entry ?? ''}
          aria-current={dataset.id === props.current ? 'true' : undefined}
          draggable={false}
        >
          <IconDatabase size={15} stroke={1.6} aria-hidden />
          <span className={classes.entryName}>{dataset.name}</span>
          <Text span size="xs" c="dimmed">
            {formatCount(dataset.itemCount)}
          </Text>
        </Link>
      ))}
      <NewDataset projectId={props.projectId} />
    </nav>
  );
}
