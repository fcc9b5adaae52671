import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPackageExport } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { formatCount } from '#renderer/ui/format.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { useProject } from '#renderer/ui/project.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';

/** Packs items of a task of the open project for somebody. Nothing is shown where there is no task. */
export function PackForm() {
  const { t } = useTranslation('sync');
  const { project } = useProject();
  const projectId = project?.id ?? ('' as never);
  const tasks = useCall('tasks.list', { projectId }, { enabled: project !== null });
  const [taskId, setTaskId] = useState<string | null>(null);
  const [person, setPerson] = useState('');
  const [count, setCount] = useState(50);
  const [days, setDays] = useState(7);
  const ask = useMutate('dialogs.savePack');
  const make = useMutate('packs.make');
  const refresh = useRefresh();
  const task = tasks.data?.find(({ id }) => id === taskId);
  if (!tasks.data || tasks.data.length === 0) return null;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!task) return;
    const wish = { title: t('packs.make'), name: `${task.name}.sluicepack` };
    const path = (await ask.mutateAsync(wish).catch(() => null))?.path;
    if (!path) return;
    const made = await make.mutateAsync({ taskId: task.id, person, count, days, path }).catch(() => null);
    if (made) {
      const items = { count: made.lease.items, shown: formatCount(made.lease.items) };
      notifyInfo(t('packs.packed', items), t('packs.tell', { key: made.fingerprint }));
    }
    await refresh('packs.');
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group gap={8} align="flex-end">
        <Select
          flex={2}
          label={t('packs.task')}
          placeholder={t('packs.chooseTask')}
          data={tasks.data.map(({ id, name }) => ({ value: id, label: name }))}
          value={taskId}
          onChange={setTaskId}
        />
        <TextInput
          flex={2}
          label={t('packs.person')}
          placeholder="ada@example.com"
          value={person}
          onChange={(event) => setPerson(event.currentTarget.value)}
        />
        <NumberInput
          w={90}
          label={t('packs.items')}
          min={1}
          max={10_000}
          value={count}
          onChange={(value) => setCount(Number(value) || 1)}
        />
        <NumberInput
          w={90}
          label={t('packs.days')}
          min={1}
          max={365}
          value={days}
          onChange={(value) => setDays(Number(value) || 1)}
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<IconPackageExport size={14} aria-hidden />}
          disabled={!task || person.trim() === ''}
          loading={make.isPending}
        >
          {t('packs.make')}
        </Button>
      </Group>
    </form>
  );
}
