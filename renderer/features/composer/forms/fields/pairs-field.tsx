import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingPath } from '#core/pipeline/edit/node-settings.ts';
import { useSettings } from '../settings.tsx';
import { Rows } from './rows.tsx';
import { isJson, parseLoose, writeLoose } from './values.ts';

type Pair = readonly [key: string, text: string];

function storedPairs(value: unknown, asText: boolean): readonly Pair[] {
  if (!isJson(value)) return [];
  return Object.entries(value).map(([key, one]) => [
    key,
    asText && typeof one === 'string' ? one : writeLoose(one),
  ]);
}

/** Names with values. `text`: values are texts; else any JSON, where a text needs no quotation marks. */
export function PairsField(props: {
  readonly name: string;
  readonly path: SettingPath;
  readonly text?: boolean;
}) {
  const { t } = useTranslation('forms');
  const settings = useSettings();
  const { name, path, text = false } = props;
  const stored = settings.read(path);
  const [typed, setTyped] = useState<{ readonly pairs: readonly Pair[]; readonly of: string } | null>(null);
  // What is typed has lines that cannot be stored yet; undo and other changes from elsewhere win over it.
  const now = JSON.stringify(stored) ?? '';
  const pairs = typed?.of === now ? typed.pairs : storedPairs(stored, text);

  function change(next: readonly Pair[]) {
    const named = next.filter(([key]) => key.trim() !== '');
    const made =
      named.length === 0
        ? undefined
        : Object.fromEntries(named.map(([key, value]) => [key.trim(), text ? value : parseLoose(value)]));
    setTyped({ pairs: next, of: JSON.stringify(made) ?? '' });
    settings.write(path, made);
  }
  const put = (at: number, pair: Pair) => change(pairs.map((one, place) => (place === at ? pair : one)));

  return (
    <Rows
      name={name}
      rows={pairs}
      error={settings.error(path)}
      onAdd={() => setTyped({ pairs: [...pairs, ['', '']], of: now })}
      onRemove={(at) => change(pairs.filter((_, place) => place !== at))}
    >
      {([key, value], at) => {
        const again = pairs.some(([other], place) => place < at && key !== '' && other.trim() === key.trim());
        return (
          <>
            <TextInput
              aria-label={t('pair.key', { number: at + 1 })}
              placeholder={t('pair.keyEmpty')}
              value={key}
              spellCheck={false}
              error={again ? t('pair.again') : undefined}
              onChange={(event) => put(at, [event.currentTarget.value, value])}
              onBlur={settings.endStep}
            />
            <TextInput
              aria-label={t('pair.value', { number: at + 1 })}
              placeholder={t('pair.valueEmpty')}
              value={value}
              spellCheck={false}
              onChange={(event) => put(at, [key, event.currentTarget.value])}
              onBlur={settings.endStep}
            />
          </>
        );
      }}
    </Rows>
  );
}
