import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { IngestMode } from '#core/model/watched-folder.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { FolderField } from '#renderer/ui/folder-field.tsx';
import { draftsOf, labelsOf, repeatedNames } from '#renderer/ui/labels/drafts.ts';
import { LabelsEditor } from '#renderer/ui/labels/labels-editor.tsx';
import { ModeChoice } from '#renderer/ui/mode-choice.tsx';
import { useProjectChoice } from '#renderer/ui/project.ts';
import { routes } from '#renderer/ui/routes.ts';

/** Sets up a project with its pipeline, and watches a folder for it. */
export function WatchForm(props: { readonly onClose: () => void }) {
  const { t } = useTranslation('home');
  const [, navigate] = useLocation();
  const [name, setName] = useState(t('watch.defaultName'));
  const [path, setPath] = useState('');
  const [every, setEvery] = useState(1);
  const [mode, setMode] = useState<IngestMode>('link');
  const [drafts, setDrafts] = useState(() => draftsOf([]));
  const setUp = useMutate('projects.setUp');
  const watch = useMutate('watchedFolders.add');
  const labels = labelsOf(drafts);
  const labelled = labels.length > 0 && repeatedNames(drafts).size === 0;
  const ready = name.trim() !== '' && path.trim() !== '' && labelled;

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!ready) return;
    const made = await setUp.mutateAsync({ name, labels, every }).catch(() => null);
    if (!made) return;
    useProjectChoice.getState().choose(made.project.id);
    const watched = await watch
      .mutateAsync({ datasetId: made.datasets.inbox, path: path.trim(), mode })
      .catch(() => null);
    props.onClose();
    // The project is there even when the folder could not be watched: that is mended on the folders' screen.
    navigate(watched ? routes.home() : routes.folders());
  }

  return (
    <Modal opened onClose={props.onClose} title={t('watch.title')} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <TextInput
            label={t('watch.name')}
            value={name}
            maxLength={200}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <FolderField
            label={t('watch.folder')}
            description={t('watch.folderText')}
            value={path}
            onChange={setPath}
          />
          <Group align="flex-start" grow>
            <NumberInput
              label={t('watch.every')}
              description={
                every === 1 ? t('watch.everyFrame') : t('watch.everyText', { count: every, ordinal: true })
              }
              min={1}
              max={100_000}
              value={every}
              onChange={(value) => setEvery(Math.max(1, Number(value) || 1))}
            />
            <ModeChoice value={mode} onChange={setMode} />
          </Group>
          <LabelsEditor drafts={drafts} onChange={setDrafts} />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={!ready} loading={setUp.isPending || watch.isPending}>
              {t('watch.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
