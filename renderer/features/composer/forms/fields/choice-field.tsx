import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useSettings } from '../settings.tsx';
import { useWords } from './words.ts';

/** One of a few words or numbers, each with a message `choice.NAME.VALUE`. */
export function ChoiceField<const V extends string | number>(props: {
  readonly name: string;
  readonly path: SettingPath;
  readonly choices: readonly V[];
  /** What counts while it is absent. */
  readonly usual?: V;
  /** What counts while it is absent, in words; it may be absent then. */
  readonly empty?: string;
  /** Instead of only writing the setting. */
  readonly onChoose?: (value: V) => void;
}) {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const { name, path, choices, usual, empty } = props;
  const stored = settings.read(path) ?? usual;
  const known = choices.find((choice) => choice === stored);
  return (
    <Select
      {...useWords(name)}
      value={known === undefined ? null : String(known)}
      placeholder={stored === undefined || stored === null ? (empty ?? t('choose')) : String(stored)}
      clearable={empty !== undefined}
      error={settings.error(path)}
      data={choices.map((choice) => ({
        value: String(choice),
        label: t(`choice.${name}.${String(choice)}`),
      }))}
      onChange={(value) => {
        const chosen = choices.find((choice) => String(choice) === value);
        if (chosen !== undefined && props.onChoose) props.onChoose(chosen);
        else settings.write(path, chosen);
        settings.endStep();
      }}
    />
  );
}
