import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Pipeline } from '#core/model/pipeline.ts';
import { InstallDialog } from '#renderer/ui/pipelines/install-dialog.tsx';
import { jumpTo } from '#renderer/ui/pipelines/jump.ts';
import { PauseDialog } from '#renderer/ui/pipelines/pause-dialog.tsx';
import { PipelineMenu } from '#renderer/ui/pipelines/pipeline-menu.tsx';
import { routes } from '#renderer/ui/routes.ts';

/** Pauses a pipeline, lets it go on, installs it or its latest version, and what else can be done with it. */
export function PipelineActions(props: { readonly pipeline: Pipeline }) {
  const { t } = useTranslation('monitor');
  const { pipeline } = props;
  const { id, status, version, installedVersion } = pipeline;
  const [open, setOpen] = useState<'install' | 'pause' | null>(null);
  const [, navigate] = useLocation();
  const running = status === 'Installed';
  const newer = running && version > installedVersion;
  return (
    <>
      {running && !newer ? null : (
        <Button leftSection={<IconPlayerPlay size={15} aria-hidden />} onClick={() => setOpen('install')}>
          {newer
            ? t('installVersion', { version })
            : t(status === 'Uninstalled' && version === installedVersion ? 'goOn' : 'install')}
        </Button>
      )}
      {running ? (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={15} aria-hidden />}
          onClick={() => setOpen('pause')}
        >
          {t('pause')}
        </Button>
      ) : null}
      <PipelineMenu pipeline={pipeline} />
      {open === 'pause' ? <PauseDialog pipeline={pipeline} onClose={() => setOpen(null)} /> : null}
      {open === 'install' ? (
        <InstallDialog
          pipeline={pipeline}
          onClose={() => setOpen(null)}
          onProblem={(problem) => {
            jumpTo(id, problem);
            navigate(routes.compose(id));
          }}
        />
      ) : null}
    </>
  );
}
