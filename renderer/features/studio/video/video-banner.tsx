import { Button } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isSluiceError } from '#core/errors.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import type { Player, PlayerState } from '#renderer/editor/video/player.ts';
import { Delayed } from '#renderer/ui/delayed.tsx';
import { formatShare, formatSpan } from '#renderer/ui/format.ts';
import { jobShare, useJobBoard } from '#renderer/ui/jobs.ts';
import { Banner } from '../canvas/banner.tsx';
import { usePlayerState } from './use-player-state.ts';
import type { VideoView } from './use-video.ts';
import classes from './video-banner.module.css';

const selectKind = (state: PlayerState) => state.kind;

function Making(props: { readonly itemId: string }) {
  const { t } = useTranslation('studio');
  const cancel = useMutate('jobs.cancel');
  const job = useJobBoard(({ running }) =>
    running.find(({ kind, itemId }) => kind === 'proxy' && itemId === props.itemId),
  );
  const share = job ? jobShare(job) : null;
  const left = job?.secondsLeft ?? null;
  return (
    <Banner
      tone="info"
      icon={IconMovie}
      actions={
        job?.cancellable ? (
          <Button size="compact-sm" variant="default" onClick={() => cancel.mutate({ jobId: job.id })}>
            {t('video.proxy.cancel')}
          </Button>
        ) : null
      }
    >
      <div className={classes.line}>
        <strong>
          {t('video.proxy.making')} {share === null ? '' : formatShare(share)}
        </strong>
        {left === null ? '' : t('video.proxy.left', { time: formatSpan(left) })}
      </div>
      <div className={classes.line}>{t('video.proxy.meanwhile')}</div>
    </Banner>
  );
}

/** Says so while the window shows single pictures: what is being done about it, or why nothing is. */
export function VideoBanner(props: {
  readonly itemId: string;
  readonly video: VideoView;
  readonly player: Player;
}) {
  const { t } = useTranslation('studio');
  const { proxy, retry } = props.video;
  const single = usePlayerState(props.player, selectKind) === 'single';
  // A copy that is only to make jumps faster is made without a word; the status bar has its job.
  if (!single) return null;
  if (proxy.kind === 'making') {
    return (
      <Delayed>
        <Making itemId={props.itemId} />
      </Delayed>
    );
  }
  if (proxy.kind !== 'stopped') return null;
  const cancelled = isSluiceError(proxy.error, 'aborted');
  return (
    <Banner
      tone={cancelled ? 'info' : 'failed'}
      icon={IconMovie}
      actions={
        <Button size="compact-sm" variant="default" onClick={retry}>
          {t('video.proxy.retry')}
        </Button>
      }
    >
      <strong>{t(cancelled ? 'video.proxy.cancelled' : 'video.proxy.failed')}</strong>
      {cancelled || !(proxy.error instanceof Error) ? t('video.proxy.slow') : proxy.error.message}
    </Banner>
  );
}
