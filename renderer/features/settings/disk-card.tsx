import { Button, Group, NumberInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#core/model/workspace.ts';
import { Card } from '#renderer/ui/card.tsx';
import classes from './settings.module.css';
import { useSaveSettings } from './use-save-settings.ts';

const GIGABYTE = 1e9;

/** How much of the workspace's disk stays free. */
export function DiskCard(props: { readonly settings: Settings }) {
  const { t } = useTranslation('settings');
  const stored = props.settings.diskFloor / GIGABYTE;
  const [floor, setFloor] = useState<number | string>(stored);
  const { save, busy } = useSaveSettings();
  const changed = typeof floor === 'number' && floor !== stored;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (changed) void save({ diskFloor: Math.round(floor * GIGABYTE) });
  }

  return (
    <Card title={t('disk.title')}>
      <form className={classes.body} onSubmit={submit}>
        <Group align="flex-end" wrap="nowrap">
          <NumberInput
            flex={1}
            label={t('disk.floor')}
            description={t('disk.text')}
            suffix={t('disk.unit')}
            value={floor}
            min={0}
            max={1000}
            step={1}
            decimalScale={1}
            onChange={setFloor}
          />
          <Button type="submit" h={30} disabled={!changed} loading={busy}>
            {t('save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
