import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMutate } from '#renderer/client/hooks.ts';
import { draftsOf, labelsOf, repeatedNames } from '#renderer/ui/labels/drafts.ts';
import { LabelsEditor } from '#renderer/ui/labels/labels-editor.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { useComposedProject } from '../../state/context.tsx';

/** Makes a recipe with its labels without leaving the composer. */
export function NewRecipe(props: {
  readonly onMade: (recipeId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('forms');
  const projectId = useComposedProject();
  const refresh = useRefresh();
  const create = useMutate('recipes.create');
  const [title, setTitle] = useState('');
  const [drafts, setDrafts] = useState(() => draftsOf([]));
  const [instructions, setInstructions] = useState('');
  const labels = labelsOf(drafts);
  const ready = title.trim() !== '' && labels.length > 0 && repeatedNames(drafts).size === 0;

  async function submit(event: FormEvent) {
    event.preventDefault();
    const made = await create.mutateAsync({ projectId, title, labels, instructions }).catch(() => null);
    if (!made) return;
    await refresh('recipes.');
    props.onMade(made.id);
    props.onClose();
  }

  return (
    <Modal opened onClose={props.onClose} title={t('newRecipe.title')} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label={t('newRecipe.name')}
            data-autofocus
            value={title}
            maxLength={200}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <LabelsEditor drafts={drafts} onChange={setDrafts} />
          <Textarea
            label={t('newRecipe.instructions')}
            autosize
            minRows={2}
            maxRows={10}
            value={instructions}
            onChange={(event) => setInstructions(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button
              type="submit"
              loading={create.isPending}
              disabled={!ready}
              title={ready ? undefined : t('newRecipe.needs')}
            >
              {t('newRecipe.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
