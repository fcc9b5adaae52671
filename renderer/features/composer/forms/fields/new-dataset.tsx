import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMakeDataset } from './make-dataset.ts';

/** Makes a dataset without leaving the composer. */
export function NewDataset(props: {
  readonly taken: readonly string[];
  readonly onMade: (datasetId: string, name: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('forms');
  const makeDataset = useMakeDataset();
  const [pending, setPending] = useState(false);
  const [name, setName] = useState('');
  const again = props.taken.includes(name.trim());

  async function submit(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    const made = await makeDataset(name);
    setPending(false);
    if (!made) return;
    props.onMade(made.id, made.name);
    props.onClose();
  }

  return (
    <Modal opened onClose={props.onClose} title={t('newDataset.title')}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label={t('newDataset.name')}
            data-autofocus
            value={name}
            maxLength={200}
            error={again ? t('newDataset.again') : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={pending} disabled={name.trim() === ''}>
              {t('newDataset.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
