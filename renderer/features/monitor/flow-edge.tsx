import { IconFilter } from '@tabler/icons-react';
import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  getSmoothStepPath,
} from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { formatCompact, formatCount } from '#renderer/ui/format.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import { turnAt } from './edge-route.ts';
import classes from './graph.module.css';
import type { EdgeView } from './view-model.ts';

export type FlowLine = Edge<{ readonly view: EdgeView }, 'flow'>;

function pathOf(props: EdgeProps<FlowLine>, route: EdgeView['route']): readonly [string, number, number] {
  if (route === 'curve') {
    const [path, x, y] = getBezierPath(props);
    return [path, x, y];
  }
  const from = { x: props.sourceX, y: props.sourceY };
  const to = { x: props.targetX, y: props.targetY };
  const turn = turnAt(route, from, to);
  const [path] = getSmoothStepPath({ ...props, centerX: turn, borderRadius: 14 });
  // The label goes to the middle of the long stretch.
  return route === 'late' ? [path, (from.x + turn) / 2, from.y] : [path, (turn + to.x) / 2, to.y];
}

/** A connection: its action, and how many items went along. */
export function FlowEdge(props: EdgeProps<FlowLine>) {
  const { t } = useTranslation('monitor');
  const word = useStatusWord();
  const view = props.data?.view;
  if (!view) return null;
  const [path, labelX, labelY] = pathOf(props, view.route);
  const label = view.action ? word(view.action) : null;
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        className={classes.edge ?? ''}
        style={{ strokeWidth: view.width }}
        data-tone={view.tone}
        data-used={view.items > 0 ? true : undefined}
        data-active={view.active ? true : undefined}
        {...(props.markerEnd ? { markerEnd: props.markerEnd } : {})}
      />
      {label || view.items > 0 || view.filtered ? (
        <EdgeLabelRenderer>
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
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
}
