import { useVirtualizer } from '@tanstack/react-virtual';
import { type Key, type ReactNode, useEffect, useRef } from 'react';
import classes from './endless-list.module.css';
import type { Pages } from './use-pages.ts';

/** A scrolling list of pages: draws only the rows in sight, and fetches the next page near the end. */
export function EndlessList<T>(props: {
  readonly label: string;
  readonly rows: readonly T[];
  readonly pages: Pages<T>;
  /** Height of a usual row in pixels; each is measured when it is drawn. */
  readonly rowHeight: number;
  readonly keyOf: (row: T) => Key;
  readonly children: (row: T) => ReactNode;
}) {
  const { rows, pages } = props;
  const box = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => props.rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : props.keyOf(row);
    },
    overscan: 6,
  });
  const drawn = list.getVirtualItems();
  const nearEnd = (drawn.at(-1)?.index ?? 0) >= rows.length - 10;
  const { more, fetchMore } = pages;
  useEffect(() => {
    if (nearEnd && more) fetchMore();
  }, [nearEnd, more, fetchMore]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable for its arrow keys.
    <div ref={box} className={classes.box} tabIndex={0}>
      <ul className={classes.list} style={{ height: list.getTotalSize() }} aria-label={props.label}>
        {drawn.map((place) => {
          const row = rows[place.index];
          if (row === undefined) return null;
          return (
            <li
              key={place.key}
              ref={list.measureElement}
              data-index={place.index}
              className={classes.row}
              style={{ transform: `translateY(${place.start}px)` }}
            >
              {props.children(row)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
