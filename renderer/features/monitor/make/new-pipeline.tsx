import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useCall } from '#renderer/client/hooks.ts';
import { routes } from '#renderer/ui/routes.ts';
import { FileDrop } from './file-drop.tsx';
import { ImportForm } from './import-form.tsx';
import { TemplateForm } from './template-form.tsx';
import { TemplateList } from './template-list.tsx';
import { useMaking, type Way } from './use-making.ts';

const WAYS: readonly Way[] = ['template', 'empty', 'import'];

/** Makes a pipeline: of a template, of nothing, or of a file. It opens in the composer. */
export function NewPipeline(props: { readonly projectId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('pipelines');
  const [, navigate] = useLocation();
  const { projectId } = props;
  const datasets = useCall('datasets.list', { projectId });
  const recipes = useCall('recipes.list', { projectId });
  const here = {
    datasets: datasets.data ?? [],
    recipes: (recipes.data ?? []).map(({ id, title }) => ({ id, name: title })),
  };
  const making = useMaking(projectId, here);
  const [name, setName] = useState<string | null>(null);
  const shownName = name ?? making.suggested ?? t('make.unnamed');

  async function submit(event: FormEvent) {
    event.preventDefault();
    const made = await making.make(shownName.trim());
    if (made) navigate(routes.compose(made));
  }

  const ready = shownName.trim() !== '' && making.ready;
  return (
    <Modal opened onClose={props.onClose} title={t('make.title')} size="46rem">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <SegmentedControl
            aria-label={t('make.way.label')}
            value={making.way}
            onChange={(value) => making.setWay(WAYS.find((way) => way === value) ?? 'template')}
            data={WAYS.map((way) => ({ value: way, label: t(`make.way.${way}`) }))}
          />
          {making.way === 'template' ? (
            <TemplateList chosen={making.template} onChoose={making.setTemplate} />
          ) : null}
          {making.way === 'empty' ? (
            <Text size="sm" c="dimmed">
              {t('make.emptyText')}
            </Text>
          ) : null}
          {making.way === 'import' ? <FileDrop onFile={(file) => void making.read(file)} /> : null}
          {making.refusal ? (
            <Alert color="red" variant="light" role="alert" data-selectable>
              {making.refusal}
            </Alert>
          ) : null}
          {making.way === 'import' && !making.file ? null : (
            <TextInput
              label={t('make.name')}
              value={shownName}
              maxLength={200}
              error={shownName.trim() === '' ? t('make.nameEmpty') : undefined}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          {making.way === 'template' ? (
            <TemplateForm
              template={making.template}
              values={making.values}
              here={here}
              onChange={making.setValues}
            />
          ) : null}
          {making.way === 'import' && making.file ? (
            <ImportForm file={making.file} here={here} chosen={making.chosen} onChoose={making.setChosen} />
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={!ready} loading={making.pending}>
              {t('make.make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
