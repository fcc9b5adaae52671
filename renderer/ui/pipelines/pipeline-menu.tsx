import { ActionIcon, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconFileExport, IconPencil, IconRestore, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '../notify.ts';
import { routes } from '../routes.ts';
import { useRefresh } from '../use-refresh.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { useExport } from './use-export.ts';

/** What else can be done with a pipeline. */
export function PipelineMenu(props: { readonly pipeline: Pipeline }) {
  const { t } = useTranslation('pipelines');
  const { pipeline } = props;
  const [open, setOpen] = useState<'rename' | 'reset' | 'delete' | null>(null);
  const [, navigate] = useLocation();
  const refresh = useRefresh();
  const create = useMutate('pipelines.create');
  const exportFile = useExport();
  const close = () => setOpen(null);

  function duplicate() {
    const { projectId, graph, description, settings } = pipeline;
    const name = t('menu.copyName', { name: pipeline.name }).slice(0, 200);
    create.mutate(
      { projectId, name, graph, description, settings },
      {
        onSuccess: (made) => {
          notifyDone(t('menu.copied', { name }));
          navigate(routes.pipelines(made.id));
        },
        onSettled: () => refresh('pipelines.'),
      },
    );
  }

  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon aria-label={t('menu.label')} title={t('menu.label')} variant="default">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setOpen('rename')}>
            {t('menu.rename')}
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={15} />} onClick={duplicate}>
            {t('menu.duplicate')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFileExport size={15} />} onClick={() => void exportFile(pipeline.id)}>
            {t('menu.export')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconRestore size={15} />} onClick={() => setOpen('reset')}>
            {t('menu.reset')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setOpen('delete')}>
            {t('menu.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'rename' ? <RenameDialog pipeline={pipeline} onClose={close} /> : null}
      {open === 'reset' ? <ResetDialog pipeline={pipeline} onClose={close} /> : null}
      {open === 'delete' ? (
        <DeleteDialog
          pipeline={pipeline}
          onClose={close}
          onDeleted={() => navigate(routes.pipelines(), { replace: true })}
        />
      ) : null}
    </>
  );
}
