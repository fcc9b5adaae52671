import { useTranslation } from 'react-i18next';
import type { CodeTrial } from '#core/model/code-trial.ts';
import classes from './code.module.css';

const asJson = (value: unknown) =>
  typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? 'undefined');

/** What a trial came to: the action, what would change, what was returned and logged; or where it failed. */
export function TrialResult(props: { readonly trial: CodeTrial }) {
  const { t } = useTranslation('forms');
  const { trial } = props;
  const took = t('trial.took', { milliseconds: trial.milliseconds });
  return (
    <section className={classes.result} aria-label={t('trial.result')} aria-live="polite" data-selectable>
      {trial.ok ? (
        <>
          <h3>{took}</h3>
          <span>
            {trial.action === null ? t('trial.noAction') : t('trial.action', { action: trial.action })}
          </span>
          {trial.changes.length === 0 ? <span>{t('trial.noChange')}</span> : null}
          {trial.changes.map((change) => (
            <span key={change.itemId}>
              {[
                ...Object.entries(change.set).map(([key, value]) =>
                  t('trial.set', { key, value: JSON.stringify(value) }),
                ),
                ...change.remove.map((key) => t('trial.removed', { key })),
                ...change.tagsAdded.map((tag) => t('trial.tagAdded', { tag })),
                ...change.tagsRemoved.map((tag) => t('trial.tagRemoved', { tag })),
              ].join(' · ')}
            </span>
          ))}
          <h3>{t('trial.returned')}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre tabIndex={0}>{asJson(trial.returned)}</pre>
        </>
      ) : (
        <>
          <h3 className={classes.failed}>
            {trial.place ? t('trial.failedAt', { line: trial.place.line }) : t('trial.failed')}
          </h3>
          <span>{trial.message}</span>
          {trial.stack === '' ? null : <pre>{trial.stack}</pre>}
          <span>{took}</span>
        </>
      )}
      {trial.logs.length > 0 ? (
        <>
          <h3>{t('trial.logs')}</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre tabIndex={0}>{trial.logs.join('\n')}</pre>
        </>
      ) : null}
    </section>
  );
}
