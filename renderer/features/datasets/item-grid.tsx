import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '#core/model/item.ts';
import { hasGlance, isTiled } from '#core/model/picture.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import { warmPicture } from '#renderer/client/warm-picture.ts';
import classes from './grid.module.css';
import { GAP, layoutGrid, topToShow, visibleRange } from './grid-layout.ts';
import { ItemCell } from './item-cell.tsx';
import type { ItemPages } from './pages.ts';
import { extend, moved, type Selection, selectOnly, span, toggle } from './selection.ts';
import { useScrollSpace } from './use-scroll-space.ts';

/** Rows beyond the edges that are drawn, so that a short move finds them ready. */
const OVERSCAN = 2;

/** What a picture is opened with first is made while the pointer or the focus rests on it. */
function warmItem(item: Item | undefined): void {
  const large = item?.kind === 'image' && (hasGlance(item) || isTiled(item));
  warmPicture(() => (item && large ? mediaUrl(item.id, 'preview') : null));
}

/** All items as thumbnails. Selects by mouse and by keyboard. */
export function ItemGrid(props: {
  readonly pages: ItemPages;
  /** At least so wide is a picture, in pixels. */
  readonly thumb: number;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
  readonly onOpen: (itemId: string) => void;
}) {
  const { t } = useTranslation('datasets');
  const { pages, selection, onSelect } = props;
  const baseId = useId();
  const box = useRef<HTMLDivElement>(null);
  const { ref, width, height: viewport } = useElementSize();
  const merged = useMergedRef(box, ref);
  const count = pages.count() ?? 0;
  const layout = layoutGrid(width, props.thumb, count);
  const view = useScrollSpace(box, { height: layout.height, viewport });
  const [first, last] = visibleRange(layout, view.top, viewport, count, OVERSCAN);

  useEffect(() => {
    if (width > 0 && last >= first) pages.want(first, last);
  }, [pages, width, first, last]);

  useEffect(() => {
    if (selection.focus !== null) warmItem(pages.at(selection.focus));
  }, [pages, selection.focus]);

  async function selectTo(index: number, keep: boolean) {
    const [from, to] = span(selection, index);
    const items = await pages.range(from, to);
    onSelect(
      extend(
        selection,
        index,
        items.map((item) => item.id),
        keep,
      ),
    );
  }

  function onClick(event: MouseEvent) {
    const cell = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    const index = Number(cell?.getAttribute('data-index') ?? Number.NaN);
    const item = Number.isNaN(index) ? undefined : pages.at(index);
    if (!item) return;
    // A cell may be gone after the next move, and the focus with it.
    box.current?.focus({ preventScroll: true });
    if (event.shiftKey) void selectTo(index, event.ctrlKey || event.metaKey);
    else if (event.ctrlKey || event.metaKey) onSelect(toggle(selection, index, item.id));
    else onSelect(selectOnly(index, item.id));
  }

  function onPointerOver(event: PointerEvent) {
    const cell = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    const index = Number(cell?.getAttribute('data-index') ?? Number.NaN);
    warmItem(Number.isNaN(index) ? undefined : pages.at(index));
  }

  async function moveTo(index: number, keepAnchor: boolean) {
    view.scrollTo(topToShow(layout, index, view.top, viewport));
    if (keepAnchor) return await selectTo(index, false);
    const [item] = await pages.range(index, index);
    if (item) onSelect(selectOnly(index, item.id));
  }

  function openFocused() {
    const item = selection.focus === null ? undefined : pages.at(selection.focus);
    if (item) props.onOpen(item.id);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey) return;
    const rows = Math.max(1, Math.floor(viewport / layout.rowHeight));
    const to = moved(selection.focus, count, { key: event.key, columns: layout.columns, rows });
    if (to !== null) {
      event.preventDefault();
      void moveTo(to, event.shiftKey);
    } else if (event.key === ' ' && selection.focus !== null) {
      event.preventDefault();
      const item = pages.at(selection.focus);
      if (item) onSelect(toggle(selection, selection.focus, item.id));
    }
  }

  const cells = [];
  for (let index = first; index <= last; index += 1) {
    const item = pages.at(index);
    const row = Math.floor(index / layout.columns);
    cells.push(
      <ItemCell
        key={item?.id ?? index}
        id={`${baseId}-${index}`}
        item={item}
        index={index}
        count={count}
        x={GAP + (index % layout.columns) * (layout.cellWidth + GAP)}
        y={GAP + row * layout.rowHeight + view.offset}
        width={layout.cellWidth}
        height={layout.rowHeight - GAP}
        selected={item !== undefined && selection.ids.has(item.id)}
        focused={index === selection.focus}
        pictured={!view.rushing}
      />,
    );
  }
  const shown = selection.focus !== null && selection.focus >= first && selection.focus <= last;
  return (
    <div
      ref={merged}
      className={classes.box}
      role="listbox"
      aria-label={t('grid.label')}
      aria-multiselectable
      aria-activedescendant={shown ? `${baseId}-${selection.focus}` : undefined}
      tabIndex={0}
      onClick={onClick}
      onPointerOver={onPointerOver}
      onDoubleClick={() => openFocused()}
      onKeyDown={onKeyDown}
    >
      <div className={classes.content} style={{ height: view.height }}>
        {cells}
      </div>
    </div>
  );
}
