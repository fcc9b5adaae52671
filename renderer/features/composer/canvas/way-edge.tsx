import { IconFilter } from '@tabler/icons-react';
import { BaseEdge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { edgePath } from '#renderer/ui/flow/edge-path.ts';
import classes from '#renderer/ui/flow/flow.module.css';
import { EdgeLabel } from '#renderer/ui/flow/label-layer.tsx';
import { formatCompact } from '#renderer/ui/format.ts';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import { useWayWords } from '../inspector/way-words.ts';
import { freshSimulation } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import own from './canvas.module.css';
import { labelTransform } from './hand.ts';
import { connectionOf, type WayEdge } from './view.ts';

/** A connection with the decision it takes. */
export const Way = memo(function Way(props: EdgeProps<WayEdge>) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const word = useStatusWord();
  const say = useWayWords();
  const index = connectionOf(props.id);
  const items = useComposed(
    (state) => freshSimulation(state)?.connections.find((one) => one.connection === index)?.taken ?? null,
  );
  if (!props.data) return null;
  const { connection, route } = props.data;
  const [path, x, y] = edgePath(props, route);
  const label = connection.action ? word(connection.action) : null;
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        className={`${classes.edge} ${own.way}`}
        data-selected={props.selected ? true : undefined}
        {...(props.interactionWidth ? { interactionWidth: props.interactionWidth } : {})}
        {...(props.markerEnd ? { markerEnd: props.markerEnd } : {})}
      />
      {label || connection.condition || items !== null ? (
        <EdgeLabel>
          <button
            type="button"
            className={`${classes.label} ${own.wayLabel}`}
            data-selected={props.selected ? true : undefined}
            data-way={props.id}
            style={{ transform: labelTransform(x, y) }}
            title={say(connection)}
            onClick={() => composer.select(chosen({ connections: [index] }))}
          >
            {connection.condition ? <IconFilter size={11} aria-label={t('connection.filtered')} /> : null}
            {label}
            {items === null ? null : (
              <b title={t('simulate.wouldGo', { count: items })}>{formatCompact(items)}</b>
            )}
          </button>
        </EdgeLabel>
      ) : null}
    </>
  );
});
