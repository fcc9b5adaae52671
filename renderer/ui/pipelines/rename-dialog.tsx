import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { useRefresh } from '../use-refresh.ts';
import { Ask } from './ask.tsx';

/** The pipeline's name and description. They are no part of its graph: nothing is installed anew for them. */
export function RenameDialog(props: { readonly pipeline: Pipeline; readonly onClose: () => void }) {
  const { t } = useTranslation('pipelines');
  const { pipeline, onClose } = props;
  const [name, setName] = useState(pipeline.name);
  const [description, setDescription] = useState(pipeline.description ?? '');
  const refresh = useRefresh();
  const update = useMutate('pipelines.update');
  return (
    <Ask
      title={t('rename.title')}
      yes={t('rename.yes')}
      disabled={name.trim() === ''}
      pending={update.isPending}
      onClose={onClose}
      onYes={() =>
        update.mutate(
          { pipelineId: pipeline.id, name: name.trim(), description: description.trim() || null },
          { onSuccess: onClose, onSettled: () => refresh('pipelines.') },
        )
      }
    >
      <TextInput
        label={t('make.name')}
        value={name}
        maxLength={200}
        data-autofocus
        error={name.trim() === '' ? t('make.nameEmpty') : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t('rename.description')}
        autosize
        minRows={2}
        maxLength={10_000}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
    </Ask>
  );
}
