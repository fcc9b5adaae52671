import { useTranslation } from 'react-i18next';
import { formatShare } from '#renderer/ui/format.ts';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import { useNodeProgress } from './health/use-progress.ts';
import classes from './panel.module.css';

/** Something runs at the node: how far it has come, where that is told. */
export function RunningMark(props: { readonly nodeId: string }) {
  const { t } = useTranslation('monitor');
  const progress = useNodeProgress(props.nodeId);
  const percent = progress?.percent ?? null;
  const share = percent === null ? null : formatShare(percent / 100);
  return (
    <span
      className={classes.runningMark}
      title={share === null ? (progress?.message ?? undefined) : t('node.progress', { share })}
    >
      {share}
      <StateDot tone="running" pulsing />
    </span>
  );
}
