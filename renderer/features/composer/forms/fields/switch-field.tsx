import { Switch } from '@mantine/core';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useSettings } from '../settings.tsx';
import { useWords } from './words.ts';

/** On or off; a setting that was absent and is off again is absent again. */
export function SwitchField(props: {
  readonly name: string;
  readonly path: SettingPath;
  /** What counts while it is absent. */
  readonly usual?: boolean;
  /** What is stored for on, instead of true; off takes it away. */
  readonly on?: unknown;
}) {
  const settings = useSettings();
  const { path, usual = false, on } = props;
  const value = settings.read(path);
  const checked = on === undefined ? (typeof value === 'boolean' ? value : usual) : value != null;
  const stored = (next: boolean) => {
    if (on !== undefined) return next ? on : undefined;
    return next === usual ? undefined : next;
  };
  return (
    <Switch
      {...useWords(props.name)}
      checked={checked}
      error={on === undefined ? settings.error(path) : undefined}
      onChange={(event) => {
        settings.write(path, stored(event.currentTarget.checked));
        settings.endStep();
      }}
    />
  );
}
