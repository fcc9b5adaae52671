import { IconFilter } from '@tabler/icons-react';
import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { edgePath } from '#renderer/ui/flow/edge-path.ts';
import classes from '#renderer/ui/flow/flow.module.css';
import { EdgeLabel } from '#renderer/ui/flow/label-layer.tsx';
import { formatCompact, formatCount } from '#renderer/ui/format.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import type { EdgeView } from './view-model.ts';

/** `lit`: whether the cycle that is looked at went along; absent: none is. */
export type FlowLine = Edge<{ readonly view: EdgeView; readonly lit: boolean | undefined }, 'flow'>;

/** A connection: its action, and how many items went along. */
export function FlowEdge(props: EdgeProps<FlowLine>) {
  const { t } = useTranslation('monitor');
  const word = useStatusWord();
  const view = props.data?.view;
  if (!view) return null;
  const [path, labelX, labelY] = edgePath(props, view.route);
  const label = view.action ? word(view.action) : null;
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        className={classes.edge ?? ''}
        style={{ strokeWidth: view.width }}
        data-tone={view.tone}
        data-used={view.items > 0 || props.data?.lit ? true : undefined}
        data-dim={props.data?.lit === false ? true : undefined}
        data-active={view.active ? true : undefined}
        {...(props.markerEnd ? { markerEnd: props.markerEnd } : {})}
      />
      {label || view.items > 0 || view.filtered ? (
        <EdgeLabel>
          <div
            className={classes.label}
            data-tone={view.tone}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            title={t('edge.items', { count: view.items, shown: formatCount(view.items) })}
          >
            {view.filtered ? <IconFilter size={11} aria-label={t('edge.filtered')} /> : null}
            {label}
            {view.items > 0 ? <b>{formatCompact(view.items)}</b> : null}
          </div>
        </EdgeLabel>
      ) : null}
    </>
  );
}
