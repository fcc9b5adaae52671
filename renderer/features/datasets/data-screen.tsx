import { Button } from '@mantine/core';
import { useDebouncedValue, useLocalStorage } from '@mantine/hooks';
import { IconDatabase, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemFilter } from '#contract/items.ts';
import type { Dataset } from '#core/model/dataset.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { useImport } from '#renderer/ui/import-files.ts';
import { useProject } from '#renderer/ui/project.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { PanelScreen } from '#renderer/ui/screen.tsx';
import classes from './data-screen.module.css';
import { DatasetList } from './dataset-list.tsx';
import { NO_FILTER, statusesOf } from './filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { ItemBrowser } from './item-browser.tsx';

function DatasetView(props: { readonly dataset: Dataset; readonly projectId: string }) {
  const { dataset } = props;
  const [filter, setFilter] = useState<ItemFilter>(NO_FILTER);
  const [thumb, setThumb] = useLocalStorage({ key: 'sluice.thumb', defaultValue: 160 });
  const tasks = useCall('tasks.list', { projectId: props.projectId });
  // Each letter would otherwise start a search over the whole dataset.
  const [text] = useDebouncedValue(filter.text, 150);
  const settled = { ...filter, text };
  return (
    <div className={classes.main}>
      <FilterBar
        filter={filter}
        onFilter={setFilter}
        statuses={statusesOf(tasks.data ?? [])}
        thumb={thumb}
        onThumb={setThumb}
      />
      <ItemBrowser
        key={`${dataset.id} ${JSON.stringify(settled)}`}
        dataset={dataset}
        filter={settled}
        thumb={thumb}
        onClearFilter={() => setFilter(NO_FILTER)}
      />
    </div>
  );
}

/** Datasets at the left, the items of one in the middle, one item at the right. */
export function DataScreen(props: { /** Null: the first one. */ readonly datasetId: string | null }) {
  const { t } = useTranslation('datasets');
  const { project } = useProject();
  const { chooseFiles } = useImport();
  const datasets = useCall('datasets.list', { projectId: project?.id ?? '' }, { enabled: project !== null });
  const current =
    datasets.data?.find((dataset) => dataset.id === props.datasetId) ?? datasets.data?.[0] ?? null;
  return (
    <PanelScreen
      title={current?.name ?? t('title')}
      summary={
        current ? t('items', { count: current.itemCount, shown: formatCount(current.itemCount) }) : null
      }
      actions={
        <Button
          leftSection={<IconDownload size={15} aria-hidden />}
          disabled={current === null}
          onClick={() => current && void chooseFiles(current.id)}
        >
          {t('import')}
        </Button>
      }
    >
      <QueryGate query={datasets}>
        {(list) =>
          current && project ? (
            <>
              <DatasetList projectId={project.id} datasets={list} current={current.id} />
              <DatasetView key={current.id} dataset={current} projectId={project.id} />
            </>
          ) : (
            <EmptyState icon={IconDatabase} title={t('none')} text={t('noneText')} />
          )
        }
      </QueryGate>
    </PanelScreen>
  );
}
