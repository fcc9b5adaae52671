import { IconTags, IconVideo } from '@tabler/icons-react';
import { memo } from 'react';
import type { Item } from '#core/model/item.ts';
import { formatCount, formatTimecode } from '#renderer/ui/format.ts';
import { StatusMark } from '#renderer/ui/status-mark.tsx';
import { Thumb } from '#renderer/ui/thumb.tsx';
import classes from './grid.module.css';

export type CellProps = {
  readonly item: Item | undefined;
  readonly index: number;
  readonly count: number;
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly selected: boolean;
  readonly focused: boolean;
  /** False while nobody can look: the picture is not asked for. */
  readonly pictured: boolean;
};

function Corner(props: { readonly item: Item }) {
  const { item } = props;
  if (item.video) {
    return (
      <span className={classes.corner}>
        <IconVideo size={13} aria-hidden />
        {formatTimecode(item.video.durationSeconds).replace(/\.\d+$/, '')}
      </span>
    );
  }
  if (item.annotationCount === 0) return null;
  return (
    <span className={classes.corner}>
      <IconTags size={13} aria-hidden />
      {formatCount(item.annotationCount)}
    </span>
  );
}

/** One item in the grid, or its empty place while it is on its way. */
export const ItemCell = memo(function ItemCell(props: CellProps) {
  const { item, index } = props;
  const style = {
    transform: `translate(${props.x}px, ${props.y}px)`,
    width: props.width,
    height: props.height,
  };
  if (!item) return <div className={classes.cell} style={style} data-empty aria-hidden />;
  return (
    <div
      id={props.id}
      className={classes.cell}
      style={style}
      role="option"
      aria-selected={props.selected}
      aria-posinset={index + 1}
      aria-setsize={props.count}
      data-index={index}
      data-focused={props.focused ? true : undefined}
      tabIndex={-1}
    >
      <span className={classes.picture}>
        {props.pictured ? <Thumb key={item.id} itemId={item.id} kind={item.kind} /> : null}
        <Corner item={item} />
      </span>
      <span className={classes.name} title={item.name}>
        {item.name}
      </span>
      <span className={classes.under}>
        {item.status ? <StatusMark status={item.status} /> : null}
        {item.frame ? <span className={classes.time}>{formatTimecode(item.frame.seconds)}</span> : null}
      </span>
    </div>
  );
});
