import { Button, Group, Select, Text } from '@mantine/core';
import { IconCloudUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toWireError } from '#core/errors.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { useProject } from '#renderer/ui/project.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from './sync.module.css';

/** Puts a dataset of the project that is open at a remote. Nothing is shown when all of them are linked. */
export function PublishForm(props: { readonly remoteId: RemoteId }) {
  const { t } = useTranslation('sync');
  const { project } = useProject();
  const [chosen, setChosen] = useState<string | null>(null);
  const datasets = useCall(
    'datasets.list',
    { projectId: project?.id ?? ('' as never) },
    { enabled: project !== null },
  );
  const linked = useCall('sync.files', {});
  const publish = useMutate('sync.publish', { quiet: true });
  const refresh = useRefresh();
  const all = (datasets.data ?? []).filter(({ id }) => !linked.data?.some((one) => one.datasetId === id));
  const dataset = all.find(({ id }) => id === chosen);
  if (!linked.data || all.length === 0) return null;

  async function submit() {
    if (!dataset) return;
    await publish.mutateAsync({ remoteId: props.remoteId, datasetId: dataset.id }).catch(() => null);
    setChosen(null);
    await refresh('sync.');
  }

  return (
    <div>
      <Group gap={8} align="flex-end">
        <Select
          label={t('publish.dataset')}
          description={t('publish.text')}
          placeholder={t('publish.choose')}
          data={all.map(({ id, name }) => ({ value: id, label: name }))}
          value={dataset?.id ?? null}
          onChange={setChosen}
          className={classes.publish ?? ''}
        />
        <Button
          variant="default"
          leftSection={<IconCloudUpload size={14} aria-hidden />}
          disabled={!dataset}
          loading={publish.isPending}
          onClick={() => void submit()}
        >
          {t('publish.do')}
        </Button>
      </Group>
      {publish.error ? (
        <Text size="sm" role="alert" className={classes.error} data-selectable>
          {toWireError(publish.error).message}
        </Text>
      ) : null}
    </div>
  );
}
