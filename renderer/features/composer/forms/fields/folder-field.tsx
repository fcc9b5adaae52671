import { Autocomplete } from '@mantine/core';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useSettings } from '../settings.tsx';
import { useWords } from './words.ts';

/** A folder in a dataset, with those that are there on offer. */
export function DatasetFolderField(props: {
  readonly name: string;
  readonly path: SettingPath;
  /** The dataset whose folders are offered. */
  readonly datasetPath?: SettingPath;
  readonly usual: string;
}) {
  const settings = useSettings();
  const { name, path, datasetPath, usual } = props;
  const datasetId = datasetPath ? settings.read(datasetPath) : undefined;
  const known = typeof datasetId === 'string' && /^[0-9a-f]{24}$/.test(datasetId);
  const folders = useCall('datasets.folders', { datasetId: known ? datasetId : '' }, { enabled: known });
  const value = settings.read(path);
  return (
    <Autocomplete
      {...useWords(name)}
      size="xs"
      value={typeof value === 'string' ? value : ''}
      placeholder={usual}
      data={(folders.data ?? []).map((one) => one.folder)}
      error={settings.error(path)}
      onChange={(text) => settings.write(path, text === '' ? undefined : text)}
      onBlur={settings.endStep}
    />
  );
}
