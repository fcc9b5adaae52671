import { Button, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '#contract/index.ts';
import type { RemoteId } from '#core/model/sync.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { notifyDone } from '#renderer/ui/notify.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from './sync.module.css';
import { Unfold } from './unfold.tsx';
import { useCyclesText } from './use-cycles-text.ts';

/** Pipelines of the remote's linked projects, those that were made there, too. */
export function PipelinesThere(props: { readonly remoteId: RemoteId; readonly host: string }) {
  const { t } = useTranslation('sync');
  const { remoteId, host } = props;
  return (
    <div className={classes.unfold}>
      <Unfold show={t('pipelinesThere.show', { host })} hide={t('pipelinesThere.hide', { host })}>
        {() => <List remoteId={remoteId} title={t('pipelinesThere.show', { host })} />}
      </Unfold>
    </div>
  );
}

function List(props: { readonly remoteId: RemoteId; readonly title: string }) {
  const { t } = useTranslation('sync');
  const { remoteId } = props;
  const found = useCall('sync.pipelinesThere', { remoteId });
  return (
    <QueryGate query={found}>
      {(list) =>
        list.length === 0 ? (
          <Text size="sm">{t('pipelinesThere.none')}</Text>
        ) : (
          <Table aria-label={props.title}>
            <Table.Tbody>
              {list.map((one) => (
                <Row key={one.idThere} remoteId={remoteId} pipeline={one} />
              ))}
            </Table.Tbody>
          </Table>
        )
      }
    </QueryGate>
  );
}

function Row(props: {
  readonly remoteId: RemoteId;
  readonly pipeline: CallOutput<'sync.pipelinesThere'>[number];
}) {
  const { t } = useTranslation('sync');
  const { idThere, name, status, cycles, pipelineId } = props.pipeline;
  const take = useMutate('sync.takePipeline');
  const refresh = useRefresh();
  const cyclesText = useCyclesText();

  async function takeOver() {
    const taken = await take.mutateAsync({ remoteId: props.remoteId, idThere }).catch(() => null);
    if (taken) notifyDone(t('pipelinesThere.taken', { name: taken.name }));
    await Promise.all([refresh('sync.'), refresh('pipelines.')]);
  }

  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Td>{status}</Table.Td>
      <Table.Td>{cyclesText(cycles)}</Table.Td>
      <Table.Td align="right" className={classes.line ?? ''}>
        {pipelineId === null ? null : (
          <LinkButton to={routes.compose(pipelineId)} variant="subtle" mr={6}>
            {t('pipelinesThere.open')}
          </LinkButton>
        )}
        <Button variant="default" loading={take.isPending} onClick={() => void takeOver()}>
          {t(pipelineId === null ? 'pipelinesThere.take' : 'pipelinesThere.again')}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
