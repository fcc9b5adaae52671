import { Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetId } from '#core/model/ids.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { formatBytes, formatCount } from '#renderer/ui/format.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';

/** Whether all files of a linked dataset are to be here, and how far that is. */
export function KeepFiles(props: { readonly datasetId: DatasetId; readonly name: string }) {
  const { t } = useTranslation('sync');
  const { datasetId, name } = props;
  const all = useCall('sync.files', {});
  const change = useMutate('sync.keepFiles');
  const refresh = useRefresh();
  /** What was chosen just now, until it is known to be so. */
  const [chosen, setChosen] = useState<boolean | null>(null);
  const files = all.data?.find((one) => one.datasetId === datasetId);
  if (!files) return null;

  async function set(keep: boolean) {
    setChosen(keep);
    await change.mutateAsync({ datasetId, keep }).catch(() => null);
    await refresh('sync.');
    setChosen(null);
  }

  const { away, message } = files;
  const left =
    away.files === 0
      ? t('files.here')
      : t('files.away', { count: away.files, shown: formatCount(away.files), size: formatBytes(away.bytes) });
  return (
    <>
      <Switch
        size="sm"
        checked={chosen ?? files.keep}
        label={t('files.keep')}
        aria-label={t('files.keepNamed', { name })}
        onChange={(event) => void set(event.currentTarget.checked)}
      />
      <Text size="xs" c="dimmed" mt={4} data-selectable>
        {message === null ? left : `${left} · ${message}`}
      </Text>
    </>
  );
}
