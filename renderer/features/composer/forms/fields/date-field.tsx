import { TextInput } from '@mantine/core';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { toLocalMinute } from '#renderer/ui/local-minute.ts';
import { useSettings } from '../settings.tsx';
import { useWords } from './words.ts';

/** A day and a minute, stored as milliseconds since 1970; empty takes the setting away. */
export function DateField(props: { readonly name: string; readonly path: SettingPath }) {
  const settings = useSettings();
  const { path } = props;
  const value = settings.read(path);
  return (
    <TextInput
      {...useWords(props.name)}
      type="datetime-local"
      value={typeof value === 'number' ? toLocalMinute(value) : ''}
      error={settings.error(path)}
      onChange={(event) => {
        const time = Date.parse(event.currentTarget.value);
        settings.write(path, Number.isNaN(time) ? undefined : time);
      }}
      onBlur={settings.endStep}
    />
  );
}
