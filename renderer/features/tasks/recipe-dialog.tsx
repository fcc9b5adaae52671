import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recipe } from '#core/model/recipe.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { draftsOf, labelsOf, repeatedNames } from '#renderer/ui/labels/drafts.ts';
import { LabelsEditor } from '#renderer/ui/labels/labels-editor.tsx';
import { notifyDone } from '#renderer/ui/notify.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';

/** What may be labelled, and how: labels and instructions. */
export function RecipeDialog(props: { readonly recipe: Recipe; readonly onClose: () => void }) {
  const { t } = useTranslation('tasks');
  const { recipe } = props;
  const refresh = useRefresh();
  const [drafts, setDrafts] = useState(() => draftsOf(recipe.labels));
  const [instructions, setInstructions] = useState(recipe.instructions);
  const update = useMutate('recipes.update');

  async function submit(event: FormEvent) {
    event.preventDefault();
    const input = { recipeId: recipe.id, labels: labelsOf(drafts), instructions };
    if (!(await update.mutateAsync(input).catch(() => null))) return;
    await refresh('recipes.');
    notifyDone(t('recipe.saved'));
    props.onClose();
  }

  return (
    <Modal opened onClose={props.onClose} title={t('recipe.title')} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <LabelsEditor drafts={drafts} onChange={setDrafts} />
          <Textarea
            label={t('recipe.instructions')}
            description={t('recipe.instructionsText')}
            autosize
            minRows={3}
            maxRows={10}
            value={instructions}
            onChange={(event) => setInstructions(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={update.isPending} disabled={repeatedNames(drafts).size > 0}>
              {t('recipe.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
