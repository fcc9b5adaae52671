import { Button } from '@mantine/core';
import { IconFilterOff, IconPhotoPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { ItemFilter } from '#contract/items.ts';
import type { Dataset } from '#core/model/dataset.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorPanel } from '#renderer/ui/error-panel.tsx';
import { useImport } from '#renderer/ui/import-files.ts';
import { SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { BulkBar } from './bulk-bar.tsx';
import classes from './data-screen.module.css';
import { isFiltered } from './filter.ts';
import { ItemGrid } from './item-grid.tsx';
import { ItemPanel } from './item-panel.tsx';
import { NOTHING, type Selection } from './selection.ts';
import { useItemPages } from './use-item-pages.ts';
import { useTrash } from './use-trash.ts';

/** As many items as one command may touch; more than that wants a filter. */
const SELECT_ALL_MOST = 10_000;

function NoItems(props: {
  readonly dataset: Dataset;
  readonly filter: ItemFilter;
  readonly onClearFilter: () => void;
}) {
  const { t } = useTranslation('datasets');
  const { chooseFiles } = useImport();
  if (isFiltered(props.filter)) {
    return (
      <EmptyState icon={IconFilterOff} title={t('empty.filtered')} text={t('empty.filteredText')}>
        <Button variant="default" onClick={props.onClearFilter}>
          {t('empty.clear')}
        </Button>
      </EmptyState>
    );
  }
  if (props.filter.trashed) {
    return <EmptyState icon={IconTrash} title={t('empty.trash')} text={t('empty.trashText')} />;
  }
  return (
    <EmptyState icon={IconPhotoPlus} title={t('empty.title')} text={t('empty.text')}>
      <Button variant="default" onClick={() => void chooseFiles(props.dataset.id)}>
        {t('import')}
      </Button>
    </EmptyState>
  );
}

/** The items that fit a filter: the grid, what the selection can do, and the item in hand. */
export function ItemBrowser(props: {
  readonly dataset: Dataset;
  readonly filter: ItemFilter;
  readonly thumb: number;
  readonly onClearFilter: () => void;
}) {
  const { t } = useTranslation('datasets');
  const [, navigate] = useLocation();
  const { filter } = props;
  const pages = useItemPages(props.dataset.id, filter);
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const { change, busy } = useTrash(filter.trashed);
  const count = pages.count();
  const focused = selection.focus === null ? undefined : pages.at(selection.focus);

  async function selectAll() {
    const items = await pages.range(0, SELECT_ALL_MOST - 1);
    setSelection({ ...selection, ids: new Set(items.map((item) => item.id)) });
  }

  async function changeSelected() {
    if (await change([...selection.ids])) setSelection(NOTHING);
  }

  useCommands([
    {
      id: 'data.open',
      title: t('command.open'),
      group: t('title'),
      keys: ['Enter'],
      enabled: focused !== undefined,
      run: () => focused && navigate(routes.view(focused.id)),
    },
    {
      id: 'data.selectAll',
      title: t('command.selectAll'),
      group: t('title'),
      keys: ['mod+A'],
      enabled: (count ?? 0) > 0,
      run: () => void selectAll(),
    },
    {
      id: 'data.selectNone',
      title: t('command.selectNone'),
      group: t('title'),
      keys: ['Escape'],
      enabled: selection.ids.size > 0,
      run: () => setSelection(NOTHING),
    },
    {
      id: 'data.trash',
      title: t(filter.trashed ? 'command.restore' : 'command.trash'),
      group: t('title'),
      keys: ['Delete'],
      enabled: selection.ids.size > 0 && !busy,
      run: () => void changeSelected(),
    },
  ]);

  const error = pages.error();
  if (error && count === null) return <ErrorPanel error={error} onRetry={() => pages.refresh()} />;
  if (count === null) return <SkeletonRows height={120} />;
  if (count === 0) return <NoItems {...props} />;
  return (
    <div style={{ display: 'flex', flex: 1, minHeight: 0 }}>
      <div className={classes.main}>
        <ItemGrid
          pages={pages}
          thumb={props.thumb}
          selection={selection}
          onSelect={setSelection}
          onOpen={(itemId) => navigate(routes.view(itemId))}
        />
        <BulkBar
          count={count}
          selected={selection.ids.size}
          trashed={filter.trashed}
          busy={busy}
          onChange={() => void changeSelected()}
          onClear={() => setSelection(NOTHING)}
        />
      </div>
      <ItemPanel item={focused ?? null} />
    </div>
  );
}
