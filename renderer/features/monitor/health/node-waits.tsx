import { useTranslation } from 'react-i18next';
import type { NodeHealth } from '#core/model/health.ts';
import { formatAgo, formatCount } from '#renderer/ui/format.ts';
import classes from '../panel.module.css';
import { total } from './spark.ts';
import { Sparkline } from './sparkline.tsx';

/** Since when things wait at a node, and how much ends there. */
export function NodeWaits(props: { readonly health: NodeHealth }) {
  const { t } = useTranslation('monitor');
  const { queuedSince, runningSince, parkedSince, perMinute } = props.health;
  const now = Date.now();
  const waits = (
    [
      ['parked', parkedSince],
      ['queued', queuedSince],
      ['running', runningSince],
    ] as const
  ).flatMap(([key, since]) => (since === null ? [] : [{ key, since }]));
  const ended = total(perMinute);
  if (waits.length === 0 && ended === 0) return null;
  return (
    <dl className={classes.facts} data-selectable>
      {waits.map(({ key, since }) => (
        <div key={key} style={{ display: 'contents' }}>
          <dt>{t(`health.${key}`)}</dt>
          <dd>{t('health.oldest', { ago: formatAgo(since, now) })}</dd>
        </div>
      ))}
      {ended > 0 ? (
        <>
          <dt>{t('health.pace')}</dt>
          <dd>
            {perMinute.length > 1 ? (
              <Sparkline perMinute={perMinute} label={t('health.paceLabel', { count: perMinute.length })} />
            ) : null}
            {t('health.paceText', {
              ended: formatCount(ended),
              count: perMinute.length,
              now: formatCount(perMinute.at(-1) ?? 0),
            })}
          </dd>
        </>
      ) : null}
    </dl>
  );
}
