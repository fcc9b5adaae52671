import { Button, Table, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '#contract/index.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { formatCount } from '#renderer/ui/format.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { KeepFiles } from './keep-files.tsx';

type Entry = CallOutput<'sync.catalog'>[number];

/** What there is at a remote, and what of it is linked. */
export function Catalog(props: {
  readonly remoteId: RemoteId;
  readonly reachable: boolean;
  /** Changes wait to be sent: until they are there, nothing is unlinked. */
  readonly queued: boolean;
}) {
  const { t } = useTranslation('sync');
  const catalog = useCall('sync.catalog', { remoteId: props.remoteId }, { enabled: props.reachable });
  if (!props.reachable && !catalog.data) return null;
  return (
    <QueryGate query={catalog}>
      {(projects) =>
        projects.some(({ datasets }) => datasets.length > 0) ? (
          <Table aria-label={t('catalog.title')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('catalog.project')}</Table.Th>
                <Table.Th>{t('catalog.dataset')}</Table.Th>
                <Table.Th ta="right">{t('catalog.items')}</Table.Th>
                <Table.Th>{t('files.title')}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{t('actions')}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {projects.flatMap((project) =>
                project.datasets.map((dataset) => (
                  <Row
                    key={dataset.idThere}
                    remoteId={props.remoteId}
                    project={project.name}
                    dataset={dataset}
                    queued={props.queued}
                  />
                )),
              )}
            </Table.Tbody>
          </Table>
        ) : (
          <Text size="sm" c="dimmed">
            {t('catalog.none')}
          </Text>
        )
      }
    </QueryGate>
  );
}

function Row(props: {
  readonly remoteId: RemoteId;
  readonly project: string;
  readonly dataset: Entry['datasets'][number];
  readonly queued: boolean;
}) {
  const { t } = useTranslation('sync');
  const { idThere, name, datasetId } = props.dataset;
  // What is linked is followed as it comes and goes; of the others is known what was there when the list was read.
  const here = useCall(
    'datasets.get',
    { datasetId: datasetId ?? ('' as never) },
    { enabled: datasetId !== null },
  );
  const items = here.data?.itemCount ?? props.dataset.items;
  const refresh = useRefresh();
  const link = useMutate('sync.link');
  const unlink = useMutate('sync.unlink');

  async function after(work: Promise<unknown>) {
    await work.catch(() => null);
    await refresh('sync.');
  }

  return (
    <Table.Tr>
      <Table.Td>{props.project}</Table.Td>
      <Table.Td>{name}</Table.Td>
      <Table.Td ta="right">{formatCount(items)}</Table.Td>
      <Table.Td>{datasetId === null ? null : <KeepFiles datasetId={datasetId} name={name} />}</Table.Td>
      <Table.Td ta="right">
        {datasetId === null ? (
          <Button
            variant="default"
            loading={link.isPending}
            aria-label={t('catalog.linkNamed', { name })}
            onClick={() =>
              void after(link.mutateAsync({ remoteId: props.remoteId, datasetIdThere: idThere }))
            }
          >
            {t('catalog.link')}
          </Button>
        ) : (
          <>
            <LinkButton to={routes.data(datasetId)} variant="subtle">
              {t('catalog.open')}
            </LinkButton>
            <Button
              variant="subtle"
              loading={unlink.isPending}
              disabled={props.queued}
              title={props.queued ? t('disconnectQueued') : undefined}
              aria-label={t('catalog.unlinkNamed', { name })}
              onClick={() => void after(unlink.mutateAsync({ datasetId }))}
            >
              {t('catalog.unlink')}
            </Button>
          </>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
