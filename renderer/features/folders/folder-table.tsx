import { Anchor, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Dataset } from '#core/model/dataset.ts';
import type { WatchedFolder } from '#core/model/watched-folder.ts';
import { FolderState } from '#renderer/ui/folder-state.tsx';
import { formatCount } from '#renderer/ui/format.ts';
import { PathText } from '#renderer/ui/path-text.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { FolderActions } from './folder-actions.tsx';
import classes from './folders.module.css';

function FolderRow(props: {
  readonly folder: WatchedFolder;
  readonly dataset: Dataset | undefined;
  readonly looking: boolean;
  readonly onProblems: () => void;
  readonly onEdit: () => void;
}) {
  const { t } = useTranslation('folders');
  const { folder, dataset } = props;
  const patterns = [
    ...(folder.include.length > 0 ? [t('only', { patterns: folder.include.join(', ') })] : []),
    ...(folder.exclude.length > 0 ? [t('without', { patterns: folder.exclude.join(', ') })] : []),
  ];
  return (
    <Table.Tr>
      <Table.Td className={classes.path}>
        <PathText path={folder.path} />
        <div className={classes.patterns}>{[t(`mode.${folder.mode}`), ...patterns].join(' · ')}</div>
      </Table.Td>
      <Table.Td>
        {dataset ? (
          <Anchor component={Link} href={routes.data(dataset.id)} size="sm">
            {dataset.name}
          </Anchor>
        ) : null}
      </Table.Td>
      <Table.Td>
        <FolderState folder={folder} />
        <Text size="xs" c="dimmed" h="1lh" aria-live="off">
          {folder.rate > 0 ? t('rate', { count: folder.rate }) : null}
        </Text>
        {folder.note ? (
          <Text size="xs" c="dimmed" maw={260} data-selectable>
            {folder.note}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td ta="right">{formatCount(folder.imported)}</Table.Td>
      <Table.Td ta="right">
        {formatCount(folder.waiting)}
        {/* While the folder is being listed there may be more than are known so far. */}
        {folder.state === 'scanning' && folder.waiting > 0 ? '+' : null}
      </Table.Td>
      <Table.Td ta="right">
        {folder.problems > 0 ? (
          <Anchor
            component="button"
            type="button"
            size="sm"
            c="var(--sl-failed)"
            aria-expanded={props.looking}
            onClick={props.onProblems}
          >
            {t('problems.count', { count: folder.problems })}
          </Anchor>
        ) : (
          formatCount(0)
        )}
      </Table.Td>
      <Table.Td>
        <FolderActions folder={folder} onEdit={props.onEdit} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Each folder with its state, its numbers and what can be done with it. */
export function FolderTable(props: {
  readonly folders: readonly WatchedFolder[];
  readonly datasets: readonly Dataset[];
  /** Id of the folder whose problems are shown. */
  readonly looking: string | null;
  readonly onProblems: (folder: WatchedFolder) => void;
  readonly onEdit: (folder: WatchedFolder) => void;
}) {
  const { t } = useTranslation('folders');
  return (
    <div className={classes.table}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('column.folder')}</Table.Th>
            <Table.Th>{t('column.dataset')}</Table.Th>
            <Table.Th>{t('column.state')}</Table.Th>
            <Table.Th ta="right">{t('column.imported')}</Table.Th>
            <Table.Th ta="right">{t('column.waiting')}</Table.Th>
            <Table.Th ta="right">{t('column.problems')}</Table.Th>
            <Table.Th aria-label={t('column.actions')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.folders.map((folder) => (
            <FolderRow
              key={folder.id}
              folder={folder}
              dataset={props.datasets.find((dataset) => dataset.id === folder.datasetId)}
              looking={props.looking === folder.id}
              onProblems={() => props.onProblems(folder)}
              onEdit={() => props.onEdit(folder)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
