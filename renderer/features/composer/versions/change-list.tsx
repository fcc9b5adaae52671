import { Text, Title, UnstyledButton } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { motionMs } from '#renderer/ui/motion.ts';
import { SIGNS } from './diff-view.ts';
import classes from './versions.module.css';
import type { ChangeLine, Detail } from './words.ts';

function DetailText(props: { readonly detail: Detail }) {
  const { t } = useTranslation('pipelines');
  const { label, before, after } = props.detail;
  if (before === null) return <>{t('versions.set', { label, after: after ?? '' })}</>;
  if (after === null) return <>{t('versions.unset', { label, before })}</>;
  return <>{t('versions.from', { label, before, after })}</>;
}

/** What differs, in words; a click leads to the place. */
export function ChangeList(props: { readonly lines: readonly ChangeLine[] }) {
  const { t } = useTranslation('pipelines');
  const { fitView } = useReactFlow();
  const { lines } = props;
  return (
    <aside className={classes.changes} aria-label={t('versions.changes')}>
      <Title order={2}>{t('versions.changes')}</Title>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('versions.none')}
        </Text>
      ) : null}
      <ul className={classes.lines}>
        {lines.map((line) => (
          <li key={line.id}>
            <UnstyledButton
              className={classes.change}
              disabled={line.nodeIds.length === 0}
              onClick={() =>
                void fitView({
                  nodes: line.nodeIds.map((id) => ({ id })),
                  maxZoom: 1.1,
                  padding: 0.5,
                  duration: motionMs(200),
                })
              }
            >
              <span className={classes.sign} data-mark={line.mark} aria-hidden>
                {SIGNS[line.mark]}
              </span>
              <span className={classes.changeText}>
                {line.what === 'rest'
                  ? t('versions.rest')
                  : t(`versions.${line.what}.${line.mark}`, { name: line.name })}
                {line.details.map((detail) => (
                  <span key={detail.label} className={classes.detail}>
                    <DetailText detail={detail} />
                  </span>
                ))}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </aside>
  );
}
