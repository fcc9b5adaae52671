import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '../notify.ts';
import { useRefresh } from '../use-refresh.ts';
import { Ask } from './ask.tsx';
import { Facts } from './facts.tsx';
import { openWork } from './open-work.ts';

/** Says what goes with a pipeline and what stays; refuses while it is installed. */
export function DeleteDialog(props: {
  readonly pipeline: Pipeline;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}) {
  const { t } = useTranslation('pipelines');
  const { pipeline, onClose } = props;
  const refresh = useRefresh();
  const remove = useMutate('pipelines.delete');
  const work = openWork(pipeline.counts);
  const installed = pipeline.status === 'Installed';
  return (
    <Ask
      title={t('delete.title', { name: pipeline.name })}
      yes={t('delete.yes')}
      danger
      disabled={installed}
      pending={remove.isPending}
      onClose={onClose}
      onYes={() =>
        remove.mutate(
          { pipelineId: pipeline.id },
          {
            onSuccess: () => {
              notifyDone(t('delete.done', { name: pipeline.name }));
              onClose();
              props.onDeleted();
            },
            onSettled: () => refresh('pipelines.'),
          },
        )
      }
    >
      {installed ? (
        <Alert color="yellow" variant="light" role="alert">
          {t('delete.installed')}
        </Alert>
      ) : null}
      <Facts
        lines={[
          t('delete.open', { count: work.openCycles }),
          t('delete.parked', { count: work.parked }),
          t('delete.versions', { count: pipeline.version }),
          t('delete.kept'),
        ]}
      />
    </Ask>
  );
}
