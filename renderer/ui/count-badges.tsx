import { useTranslation } from 'react-i18next';
import type { NodeCounts } from '#core/model/pipeline.ts';
import classes from './count-badges.module.css';
import { formatCompact } from './format.ts';
import type { WorkTone } from './state-dot.tsx';

const STATES = [
  ['failed', 'failed'],
  ['running', 'running'],
  ['queued', 'queued'],
  ['parked', 'waiting'],
  ['success', 'done'],
] as const satisfies readonly (readonly [keyof NodeCounts, WorkTone])[];

/** A node's executions by state; states without any are left out. */
export function CountBadges(props: { readonly counts: NodeCounts }) {
  const { t } = useTranslation('ui');
  return (
    <span className={classes.badges}>
      {STATES.map(([state, tone]) => {
        const count = props.counts[state];
        if (count === 0) return null;
        return (
          <span key={state} className={classes.badge} data-tone={tone} title={t(`count.${state}`, { count })}>
            {formatCompact(count)} <span className={classes.word}>{t(`countWord.${state}`)}</span>
          </span>
        );
      })}
    </span>
  );
}
