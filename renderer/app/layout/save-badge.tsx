import { Popover, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCloudCheck,
  IconCloudOff,
  IconCloudPause,
  IconCloudQuestion,
  IconCloudUp,
  IconCloudX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSaveState } from '#renderer/client/save-state.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { routes } from '#renderer/ui/routes.ts';
import classes from './save-badge.module.css';
import { useSyncWord } from './sync-word.ts';

const SIGNS = {
  'on-disk': IconCircleCheck,
  saving: IconCircleDashed,
  'cannot-save': IconAlertTriangle,
  stuck: IconCloudX,
  undecided: IconCloudQuestion,
  queued: IconCloudUp,
  paused: IconCloudPause,
  offline: IconCloudOff,
  synced: IconCloudCheck,
};

/** The truth about the person's changes: on this computer first, then at the remotes. */
export function SaveBadge() {
  const { t } = useTranslation('app');
  const { state: saved, pending, reason } = useSaveState();
  const sync = useSyncWord();
  const state = saved === 'on-disk' ? sync.state : saved;
  const Sign = SIGNS[state];
  const words = t(`save.${state}`, { count: saved === 'on-disk' ? sync.count : pending });
  return (
    <>
      {/* Saving comes and goes with every stroke: only what goes wrong is worth interrupting for. */}
      <VisuallyHidden role="alert">{state === 'cannot-save' ? `${words}: ${reason}` : ''}</VisuallyHidden>
      <Popover position="bottom-end" width={320} shadow="md">
        <Popover.Target>
          <UnstyledButton className={classes.badge} data-state={state}>
            <Sign size={15} stroke={1.8} aria-hidden />
            {words}
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Text size="sm" fw={600}>
            {words}
          </Text>
          {reason ? (
            <Text size="sm" mt={4} data-selectable>
              {reason}
            </Text>
          ) : null}
          <Text size="sm" c="dimmed" mt={4}>
            {t(`save.${state}-text`)}
          </Text>
          {state === 'undecided' && sync.queued > 0 ? (
            <Text size="sm" c="dimmed" mt={4}>
              {t('save.alsoQueued', { count: sync.queued })}
            </Text>
          ) : null}
          {saved === 'on-disk' && sync.state !== 'on-disk' ? (
            <LinkButton to={routes.sync()} variant="default" mt={8}>
              {t('save.sync')}
            </LinkButton>
          ) : null}
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
