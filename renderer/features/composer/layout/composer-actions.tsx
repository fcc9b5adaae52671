import { ActionIcon, Button, Group, Text } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDeviceFloppy,
  IconHistory,
  IconPlayerPlay,
  IconTestPipe,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Pipeline } from '#core/model/pipeline.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { routes } from '#renderer/ui/routes.ts';
import type { Saving } from '../life/use-saving.ts';
import { isChanged } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';

/** Undo, redo and save, and the way to the pipeline at work. */
export function ComposerActions(props: {
  readonly pipeline: Pipeline;
  readonly saving: Saving;
  readonly comparing: boolean;
  readonly onCompare: (open: boolean) => void;
  readonly simulating: boolean;
  readonly onSimulate: (open: boolean) => void;
}) {
  const { t } = useTranslation('composer');
  const life = useTranslation('pipelines').t;
  const composer = useComposer();
  const version = useComposed((state) => state.version);
  const changed = useComposed(isChanged);
  const past = useComposed((state) => state.history.past.length > 0);
  const future = useComposed((state) => state.history.future.length > 0);
  return (
    <Group gap={8} wrap="nowrap">
      <Text size="sm" c="dimmed" role="status">
        {changed ? t('changed') : t('savedAs', { version })}
      </Text>
      <ActionIcon aria-label={t('undo')} title={t('undo')} disabled={!past} onClick={() => composer.undo()}>
        <IconArrowBackUp size={17} />
      </ActionIcon>
      <ActionIcon aria-label={t('redo')} title={t('redo')} disabled={!future} onClick={() => composer.redo()}>
        <IconArrowForwardUp size={17} />
      </ActionIcon>
      <Button
        variant={props.simulating ? 'light' : 'default'}
        aria-pressed={props.simulating}
        leftSection={<IconTestPipe size={15} aria-hidden />}
        onClick={() => props.onSimulate(!props.simulating)}
      >
        {t('simulate.open')}
      </Button>
      <Button
        variant={props.comparing ? 'light' : 'default'}
        aria-pressed={props.comparing}
        leftSection={<IconHistory size={15} aria-hidden />}
        onClick={() => props.onCompare(!props.comparing)}
      >
        {life('life.versions')}
      </Button>
      <LinkButton variant="default" to={routes.pipelines(props.pipeline.id)}>
        {t('toMonitor')}
      </LinkButton>
      <Button
        leftSection={<IconDeviceFloppy size={15} aria-hidden />}
        disabled={!changed}
        loading={props.saving.pending}
        onClick={props.saving.save}
      >
        {t('save')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={15} aria-hidden />}
        disabled={props.saving.pending}
        onClick={props.saving.install}
      >
        {life(changed ? 'life.installChanged' : 'life.install')}
      </Button>
    </Group>
  );
}
