import { Button, Group, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Remote, SyncState } from '#core/model/sync.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { formatCount, formatDateTime } from '#renderer/ui/format.ts';
import { StateDot, type WorkTone } from '#renderer/ui/state-dot.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { Abilities } from './abilities.tsx';
import { Catalog } from './catalog.tsx';
import { CertificateNote } from './certificate-note.tsx';
import { ConnectForm } from './connect-form.tsx';
import { PublishForm } from './publish-form.tsx';
import { Queued } from './queued.tsx';
import classes from './sync.module.css';

const TONES = {
  idle: 'done',
  working: 'running',
  offline: 'waiting',
  denied: 'failed',
  untrusted: 'failed',
  paused: 'waiting',
} as const satisfies Record<SyncState['state'], WorkTone>;

/** One remote: how it stands, what is linked to it, and what can be done about it. */
export function RemoteCard(props: { readonly remote: Remote; readonly state: SyncState | null }) {
  const { t } = useTranslation('sync');
  const { remote, state } = props;
  const refresh = useRefresh();
  const now = useMutate('sync.now');
  const pause = useMutate('sync.setPaused');
  const disconnect = useMutate('sync.disconnect');
  const trust = useMutate('sync.trust');
  const remoteId = remote.id;
  const reachable = state?.state === 'idle' || state?.state === 'working';

  async function after(work: Promise<unknown>) {
    await work.catch(() => null);
    await refresh('sync.');
  }

  return (
    <Card
      title={new URL(remote.address).host}
      action={
        <Group gap={8}>
          <Button
            variant="default"
            leftSection={<IconRefresh size={14} aria-hidden />}
            loading={now.isPending}
            disabled={remote.paused}
            onClick={() => void after(now.mutateAsync({ remoteId }))}
          >
            {t('now')}
          </Button>
          <Button
            variant="default"
            leftSection={
              remote.paused ? (
                <IconPlayerPlay size={14} aria-hidden />
              ) : (
                <IconPlayerPause size={14} aria-hidden />
              )
            }
            onClick={() => void after(pause.mutateAsync({ remoteId, paused: !remote.paused }))}
          >
            {t(remote.paused ? 'resume' : 'pause')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPlugConnectedX size={14} aria-hidden />}
            loading={disconnect.isPending}
            disabled={(state?.queued ?? 0) > 0}
            title={(state?.queued ?? 0) > 0 ? t('disconnectQueued') : undefined}
            onClick={() => void after(disconnect.mutateAsync({ remoteId }))}
          >
            {t('disconnect')}
          </Button>
        </Group>
      }
    >
      <div className={classes.body}>
        {state ? (
          <StateLine state={state} account={remote.account} pinned={remote.certificate !== null} />
        ) : null}
        {state?.state === 'untrusted' && state.certificate ? (
          <CertificateNote
            certificate={state.certificate}
            busy={trust.isPending}
            onTrust={(certificate) => void after(trust.mutateAsync({ remoteId, certificate }))}
          />
        ) : null}
        {(state?.queued ?? 0) > 0 ? <Queued remoteId={remoteId} /> : null}
        {state?.state === 'denied' ? <ConnectForm address={remote.address} /> : null}
        <Catalog remoteId={remoteId} reachable={reachable} queued={(state?.queued ?? 0) > 0} />
        {reachable ? <PublishForm remoteId={remoteId} /> : null}
        {reachable ? <Abilities remoteId={remoteId} /> : null}
      </div>
    </Card>
  );
}

function StateLine(props: { readonly state: SyncState; readonly account: string; readonly pinned: boolean }) {
  const { t } = useTranslation('sync');
  const { state, message, queued, syncedAt, retryAt } = props.state;
  const tokens = useCall('sync.tokens', {});
  const keptIn = tokens.data?.find(({ remoteId }) => remoteId === props.state.remoteId)?.keptIn ?? null;
  // Nothing stands in its way, but the remote has not got it yet.
  const word = state === 'idle' && queued > 0 ? 'waiting' : state;
  const facts = [
    t('as', { account: props.account }),
    queued === 0 ? t('nothingQueued') : t('queued', { count: queued, shown: formatCount(queued) }),
    syncedAt === null ? null : t('syncedAt', { time: formatDateTime(syncedAt) }),
    retryAt === null ? null : t('retryAt', { time: formatDateTime(retryAt) }),
    props.pinned ? t('pinned') : null,
    keptIn === null ? null : t(keptIn === 'key-store' ? 'tokenInKeyStore' : 'tokenInFile'),
  ];
  return (
    <div>
      <Group gap={6} wrap="nowrap">
        <StateDot tone={word === 'waiting' ? 'running' : TONES[word]} />
        <Text size="sm" fw={600}>
          {t(`state.${word}`)}
        </Text>
      </Group>
      {message === null ? null : (
        <Text size="sm" data-selectable>
          {message}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {facts.filter((fact) => fact !== null).join(' · ')}
      </Text>
    </div>
  );
}
