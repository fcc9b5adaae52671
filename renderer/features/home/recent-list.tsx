import { ActionIcon, Badge, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { IconHistory, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RecentWorkspace } from '#core/model/workspace.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatAgo } from '#renderer/ui/format.ts';
import { useOpenWorkspace } from '#renderer/ui/open-workspace.ts';
import { PathText } from '#renderer/ui/path-text.tsx';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from './welcome.module.css';

function RecentRow(props: { readonly recent: RecentWorkspace }) {
  const { t } = useTranslation('home');
  const { recent } = props;
  const refresh = useRefresh();
  const { open } = useOpenWorkspace();
  const forget = useMutate('workspaces.forget');

  async function takeOff() {
    await forget.mutateAsync({ path: recent.path }).catch(() => null);
    await refresh('workspaces.recent');
  }

  return (
    <div className={classes.row}>
      <UnstyledButton
        className={classes.open}
        data-missing={recent.available ? undefined : true}
        disabled={!recent.available}
        onClick={() => void open(recent.path)}
      >
        <span className={classes.facts}>
          <Text fw={600} truncate>
            {recent.name}
          </Text>
          {recent.available ? (
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {formatAgo(recent.openedAt, Date.now())}
            </Text>
          ) : (
            <Tooltip label={t('recent.missingText')}>
              <Badge color="orange">{t('recent.missing')}</Badge>
            </Tooltip>
          )}
        </span>
        <PathText path={recent.path} dim />
      </UnstyledButton>
      <ActionIcon
        aria-label={t('recent.forget', { name: recent.name })}
        title={t('recent.forget', { name: recent.name })}
        onClick={() => void takeOff()}
      >
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}

/** Workspaces opened before, latest first. */
export function RecentList() {
  const { t } = useTranslation('home');
  const recent = useCall('workspaces.recent', {});
  return (
    <section className={classes.recent} aria-label={t('recent.title')}>
      <Title order={2} px={10} pb={8}>
        {t('recent.title')}
      </Title>
      <QueryGate query={recent}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={IconHistory} title={t('recent.none')} text={t('recent.noneText')} />
          ) : (
            list.map((one) => <RecentRow key={one.path} recent={one} />)
          )
        }
      </QueryGate>
    </section>
  );
}
