import { Button, Collapse, Group, Modal, Select, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#core/model/dataset.ts';
import type { IngestMode, WatchedFolder } from '#core/model/watched-folder.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { FolderField } from '#renderer/ui/folder-field.tsx';
import { ModeChoice } from '#renderer/ui/mode-choice.tsx';
import { notifyDone } from '#renderer/ui/notify.ts';
import { PathText } from '#renderer/ui/path-text.tsx';
import { parsePatterns, printPatterns } from './patterns.ts';

/** Patterns of files to take or to leave. */
function PatternFields(props: {
  readonly include: string;
  readonly exclude: string;
  readonly onChange: (include: string, exclude: string) => void;
}) {
  const { t } = useTranslation('folders');
  return (
    <Group align="flex-start" grow>
      <Textarea
        label={t('dialog.include')}
        description={t('dialog.includeText')}
        placeholder="*.mp4"
        autosize
        minRows={2}
        maxRows={6}
        spellCheck={false}
        value={props.include}
        onChange={(event) => props.onChange(event.currentTarget.value, props.exclude)}
      />
      <Textarea
        label={t('dialog.exclude')}
        description={t('dialog.excludeText')}
        placeholder="**/.*"
        autosize
        minRows={2}
        maxRows={6}
        spellCheck={false}
        value={props.exclude}
        onChange={(event) => props.onChange(props.include, event.currentTarget.value)}
      />
    </Group>
  );
}

/** Adds a watched folder. */
export function AddFolder(props: {
  readonly datasets: readonly Dataset[];
  readonly inbox: string | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('folders');
  const [path, setPath] = useState('');
  const [datasetId, setDatasetId] = useState(props.inbox ?? props.datasets[0]?.id ?? null);
  const [mode, setMode] = useState<IngestMode>('link');
  const [include, setInclude] = useState('');
  const [exclude, setExclude] = useState('');
  const [more, setMore] = useState(false);
  const add = useMutate('watchedFolders.add');

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!datasetId || path.trim() === '') return;
    const input = {
      datasetId,
      path: path.trim(),
      mode,
      include: parsePatterns(include),
      exclude: parsePatterns(exclude),
    };
    const added = await add.mutateAsync(input).catch(() => null);
    if (!added) return;
    notifyDone(t('done.added', { path: added.path }));
    props.onClose();
  }

  return (
    <Modal opened onClose={props.onClose} title={t('dialog.add')} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <FolderField
            autoFocus
            label={t('dialog.folder')}
            description={t('dialog.folderText')}
            value={path}
            onChange={setPath}
          />
          <Select
            label={t('dialog.dataset')}
            data={props.datasets.map((dataset) => ({ value: dataset.id, label: dataset.name }))}
            value={datasetId}
            onChange={setDatasetId}
          />
          <ModeChoice value={mode} onChange={setMode} />
          <div>
            <Button variant="subtle" ml={-10} aria-expanded={more} onClick={() => setMore(!more)}>
              {t(more ? 'dialog.hidePatterns' : 'dialog.showPatterns')}
            </Button>
            <Collapse expanded={more}>
              <PatternFields
                include={include}
                exclude={exclude}
                onChange={(taken, left) => {
                  setInclude(taken);
                  setExclude(left);
                }}
              />
            </Collapse>
          </div>
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={path.trim() === '' || !datasetId} loading={add.isPending}>
              {t('dialog.watch')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Changes which files of a watched folder are taken. */
export function EditPatterns(props: { readonly folder: WatchedFolder; readonly onClose: () => void }) {
  const { t } = useTranslation('folders');
  const { folder } = props;
  const [include, setInclude] = useState(() => printPatterns(folder.include));
  const [exclude, setExclude] = useState(() => printPatterns(folder.exclude));
  const update = useMutate('watchedFolders.update');

  async function submit(event: FormEvent) {
    event.preventDefault();
    const input = {
      folderId: folder.id,
      include: parsePatterns(include),
      exclude: parsePatterns(exclude),
    };
    if (await update.mutateAsync(input).catch(() => null)) props.onClose();
  }

  return (
    <Modal opened onClose={props.onClose} title={t('dialog.patterns')} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          <PathText path={folder.path} />
          <PatternFields
            include={include}
            exclude={exclude}
            onChange={(taken, left) => {
              setInclude(taken);
              setExclude(left);
            }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={update.isPending}>
              {t('dialog.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
