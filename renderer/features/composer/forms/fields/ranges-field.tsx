import { NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useSettings } from '../settings.tsx';
import { Rows } from './rows.tsx';
import { rowsOf, withValue } from './values.ts';

/** Parts of a video, each from one place to another; without an end it goes to the end of the video. */
export function RangesField(props: {
  readonly name: string;
  readonly path: SettingPath;
  readonly step: number;
}) {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const { name, path, step } = props;
  const rows = rowsOf(settings.read(path));
  const write = (next: readonly unknown[]) => settings.write(path, next.length > 0 ? next : undefined);
  const field = (row: Readonly<Record<string, unknown>>, at: number, key: 'from' | 'to') => {
    const value = row[key];
    return (
      <NumberInput
        aria-label={t(`range.${key}`, { number: at + 1 })}
        placeholder={t(`range.${key}Empty`)}
        value={typeof value === 'number' ? value : ''}
        min={0}
        step={step}
        clampBehavior="none"
        error={settings.error([...path, at, key])}
        onChange={(next) => {
          const set = next === '' ? undefined : Number(next);
          write(rows.map((one, place) => (place === at ? withValue(one, key, set) : one)));
        }}
        onBlur={settings.endStep}
      />
    );
  };
  return (
    <Rows
      name={name}
      rows={rows}
      onAdd={() => {
        const last = rows.at(-1)?.['to'];
        write([...rows, { from: typeof last === 'number' ? last : 0 }]);
      }}
      onRemove={(at) => write(rows.filter((_, place) => place !== at))}
    >
      {(row, at) => (
        <>
          {field(row, at, 'from')}
          {field(row, at, 'to')}
        </>
      )}
    </Rows>
  );
}
