import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pipeline } from '#core/model/pipeline.ts';
import { settingsOf } from '#core/pipeline/settings.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { useRefresh } from '../use-refresh.ts';
import { Ask } from './ask.tsx';
import { Facts } from './facts.tsx';
import { openWork } from './open-work.ts';

/** Says what a pause does, in numbers, and whether the triggers go on listening. */
export function PauseDialog(props: { readonly pipeline: Pipeline; readonly onClose: () => void }) {
  const { t } = useTranslation('pipelines');
  const { pipeline, onClose } = props;
  const { settings, graph } = pipeline;
  const before = settings['keepTriggersActive'] ?? settingsOf(graph).keepTriggersActive;
  const [keep, setKeep] = useState(before === true);
  const refresh = useRefresh();
  const pause = useMutate('pipelines.pause');
  const work = openWork(pipeline.counts);
  return (
    <Ask
      title={t('pause.title', { name: pipeline.name })}
      yes={t('pause.yes')}
      pending={pause.isPending}
      onClose={onClose}
      onYes={() =>
        pause.mutate(
          { pipelineId: pipeline.id, keepTriggersActive: keep },
          { onSuccess: onClose, onSettled: () => refresh('pipelines.') },
        )
      }
    >
      <Facts
        lines={[
          t('pause.running', { count: work.running }),
          t('pause.queued', { count: work.queued }),
          t('pause.parked', { count: work.parked }),
        ]}
      />
      <Switch
        label={t('pause.keep')}
        description={t(keep ? 'pause.keepText' : 'pause.dropText')}
        checked={keep}
        onChange={(event) => setKeep(event.currentTarget.checked)}
      />
    </Ask>
  );
}
