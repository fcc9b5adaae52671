import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { IconLuggage, IconPackageExport } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '#contract/index.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { formatCount, formatDateTime } from '#renderer/ui/format.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { useProject } from '#renderer/ui/project.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';

type TravelTask = CallOutput<'sync.travelTasks'>[number];

/**
 * Takes items of a task of the open project along: of a remote's task for oneself, of one that is kept here in a file for
 * somebody. Nothing is shown where there is no task.
 */
export function PackForm() {
  const { t } = useTranslation('sync');
  const { project } = useProject();
  const projectId = project?.id ?? ('' as never);
  const tasks = useCall('sync.travelTasks', { projectId }, { enabled: project !== null });
  const [taskId, setTaskId] = useState<string | null>(null);
  const [person, setPerson] = useState('');
  const [count, setCount] = useState(50);
  const [days, setDays] = useState(7);
  const ask = useMutate('dialogs.savePack');
  const make = useMutate('packs.make');
  const take = useMutate('sync.takeAlong');
  const refresh = useRefresh();
  const task = tasks.data?.find((one) => one.taskId === taskId);
  const isRemote = task !== undefined && task.remoteId !== null;
  if (!tasks.data || tasks.data.length === 0) return null;

  async function takeAlong(id: TravelTask['taskId']) {
    const made = await take.mutateAsync({ taskId: id, count, days }).catch(() => null);
    if (!made) return;
    const items = { count: made.items, shown: formatCount(made.items) };
    notifyInfo(t('along.taken', items), t('along.takenText', { until: formatDateTime(made.until) }));
  }

  async function pack({ taskId: id, name }: TravelTask) {
    const wish = { title: t('packs.make'), name: `${name}.sluicepack` };
    const path = (await ask.mutateAsync(wish).catch(() => null))?.path;
    if (!path) return;
    const made = await make.mutateAsync({ taskId: id, person, count, days, path }).catch(() => null);
    if (!made) return;
    const items = { count: made.lease.items, shown: formatCount(made.lease.items) };
    notifyInfo(t('packs.packed', items), t('packs.tell', { key: made.fingerprint }));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!task) return;
    if (isRemote) await takeAlong(task.taskId);
    else await pack(task);
    await Promise.all([refresh('packs.'), refresh('sync.')]);
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Group gap={8} align="flex-end">
        <Select
          flex={2}
          label={t('packs.task')}
          placeholder={t('packs.chooseTask')}
          data={tasks.data.map(({ taskId: id, name }) => ({ value: id, label: name }))}
          value={taskId}
          onChange={setTaskId}
        />
        {isRemote ? null : (
          <TextInput
            flex={2}
            label={t('packs.person')}
            placeholder="ada@example.com"
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value)}
          />
        )}
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
          leftSection={
            isRemote ? <IconLuggage size={14} aria-hidden /> : <IconPackageExport size={14} aria-hidden />
          }
          disabled={!task || (!isRemote && person.trim() === '')}
          loading={make.isPending || take.isPending}
        >
          {t(isRemote ? 'along.take' : 'packs.make')}
        </Button>
      </Group>
    </form>
  );
}
