import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#core/model/workspace.ts';
import { Card } from '#renderer/ui/card.tsx';
import classes from './settings.module.css';
import { useSaveSettings } from './use-save-settings.ts';

/** Under which name labels and decisions are stored. */
export function PersonCard(props: { readonly settings: Settings }) {
  const { t } = useTranslation('settings');
  const [person, setPerson] = useState(props.settings.person);
  const { save, busy } = useSaveSettings();
  const changed = person.trim() !== '' && person.trim() !== props.settings.person;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (changed) void save({ person: person.trim() });
  }

  return (
    <Card title={t('person.title')}>
      <form className={classes.body} onSubmit={submit}>
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t('person.name')}
            description={t('person.text')}
            value={person}
            maxLength={200}
            onChange={(event) => setPerson(event.currentTarget.value)}
          />
          <Button type="submit" h={30} disabled={!changed} loading={busy}>
            {t('save')}
          </Button>
        </Group>
      </form>
    </Card>
  );
}
