import { useTranslation } from 'react-i18next';
import type { ItemId } from '#core/model/ids.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { formatAgo } from '#renderer/ui/format.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import classes from './history-panel.module.css';

/** Steps of the item's history, latest first; those that were taken back can be done again. */
export function HistoryPanel(props: { readonly itemId: ItemId }) {
  const { t } = useTranslation('studio');
  const history = useCall('annotations.history', { itemId: props.itemId }, { keepPrevious: true });
  return (
    <QueryGate query={history}>
      {(steps) =>
        steps.length === 0 ? (
          <p className={classes.empty}>{t('history.empty')}</p>
        ) : (
          <ol className={classes.list}>
            {steps.map((step) => (
              <li key={step.id} className={classes.step} data-state={step.state}>
                <span className={classes.title}>{step.title}</span>
                <span className={classes.facts}>
                  {step.state === 'undone' ? `${t('history.undone')} · ` : ''}
                  {`${step.actor} · ${formatAgo(step.at, Date.now())}`}
                </span>
              </li>
            ))}
          </ol>
        )
      }
    </QueryGate>
  );
}
