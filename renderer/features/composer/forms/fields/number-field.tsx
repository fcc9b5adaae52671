import { NumberInput } from '@mantine/core';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useSettings } from '../settings.tsx';
import { useWords } from './words.ts';

/** A number; empty takes the setting away. Bounds are for the arrows: what is typed is judged by the engine's rules. */
export function NumberField(props: {
  readonly name: string;
  readonly path: SettingPath;
  /** Shown while it is absent: what counts then. */
  readonly usual?: number | string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly suffix?: string;
}) {
  const settings = useSettings();
  const { path, usual, min, max, step = 1, suffix } = props;
  const value = settings.read(path);
  return (
    <NumberInput
      {...useWords(props.name)}
      value={typeof value === 'number' ? value : ''}
      placeholder={usual === undefined ? undefined : String(usual)}
      error={settings.error(path)}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(suffix === undefined ? {} : { suffix })}
      step={step}
      clampBehavior="none"
      onChange={(next) => settings.write(path, next === '' ? undefined : Number(next))}
      onBlur={settings.endStep}
    />
  );
}
