import { Alert, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '../notify.ts';
import { useRefresh } from '../use-refresh.ts';
import { Ask } from './ask.tsx';
import { Facts } from './facts.tsx';
import { openWork } from './open-work.ts';

/** Says what a reset takes away, in numbers; offers to pause first what is installed. */
export function ResetDialog(props: { readonly pipeline: Pipeline; readonly onClose: () => void }) {
  const { t } = useTranslation('pipelines');
  const { pipeline, onClose } = props;
  const [pausing, setPausing] = useState(false);
  const refresh = useRefresh();
  const reset = useMutate('pipelines.reset');
  const work = openWork(pipeline.counts);
  const installed = pipeline.status === 'Installed';
  return (
    <Ask
      title={t('reset.title', { name: pipeline.name })}
      yes={t(installed ? 'reset.pauseAndReset' : 'reset.yes')}
      danger
      disabled={installed && !pausing}
      pending={reset.isPending}
      onClose={onClose}
      onYes={() =>
        reset.mutate(
          { pipelineId: pipeline.id, stopIfRunning: installed },
          {
            onSuccess: () => {
              notifyDone(t('reset.done', { name: pipeline.name }));
              onClose();
            },
            onSettled: () => refresh('pipelines.'),
          },
        )
      }
    >
      {installed ? (
        <Alert color="yellow" variant="light">
          <Switch
            label={t('reset.pauseFirst')}
            description={t('reset.pauseFirstText')}
            checked={pausing}
            onChange={(event) => setPausing(event.currentTarget.checked)}
          />
        </Alert>
      ) : null}
      <Facts
        lines={[
          t('reset.open', { count: work.openCycles }),
          t('reset.parked', { count: work.parked }),
          t('reset.ended', { count: work.endedCycles }),
          t('reset.passed', { count: work.passed }),
          t('reset.kept'),
        ]}
      />
    </Ask>
  );
}
