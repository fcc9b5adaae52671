import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';

/** Pauses a pipeline, lets it go on, or installs it for the first time. */
export function PipelineActions(props: { readonly pipeline: Pipeline }) {
  const { t } = useTranslation('monitor');
  const { id, status } = props.pipeline;
  const refresh = useRefresh();
  const install = useMutate('pipelines.install');
  const pause = useMutate('pipelines.pause');
  const done = { onSettled: () => refresh('pipelines.') };
  if (status === 'Installed') {
    return (
      <Button
        variant="default"
        leftSection={<IconPlayerPause size={15} aria-hidden />}
        loading={pause.isPending}
        onClick={() => pause.mutate({ pipelineId: id }, done)}
      >
        {t('pause')}
      </Button>
    );
  }
  return (
    <Button
      leftSection={<IconPlayerPlay size={15} aria-hidden />}
      loading={install.isPending}
      onClick={() => install.mutate({ pipelineId: id }, done)}
    >
      {t(status === 'Uninstalled' ? 'goOn' : 'install')}
    </Button>
  );
}
