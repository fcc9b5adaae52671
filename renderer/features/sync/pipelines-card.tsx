import { Button, Group, Select, Table, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PipelineId, pipelineIdSchema } from '#core/model/ids.ts';
import type { Order, RemotePipeline, WaitingOrder } from '#core/model/remote-pipeline.ts';
import type { Remote, RemoteId } from '#core/model/sync.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useProject } from '#renderer/ui/project.ts';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import { AgainOrDrop } from './again-or-drop.tsx';
import { PipelinesThere } from './pipelines-there.tsx';
import classes from './sync.module.css';
import { useCyclesText } from './use-cycles-text.ts';

/** Pipelines that remotes run: how they stand there, what the remote has still to do, and sending one there. */
export function PipelinesCard(props: { readonly remotes: readonly Remote[] }) {
  const { t } = useTranslation('sync');
  const all = useCall('sync.pipelines', {});
  const rows = all.data ?? [];
  return (
    <Card title={t('pipelines.title')}>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed" className={classes.text ?? ''}>
          {t('pipelines.text')}
        </Text>
      ) : (
        <Table aria-label={t('pipelines.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('pipelines.name')}</Table.Th>
              <Table.Th>{t('pipelines.remote')}</Table.Th>
              <Table.Th>{t('pipelines.status')}</Table.Th>
              <Table.Th>{t('pipelines.cycles')}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{t('actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Row
                key={`${row.remoteId} ${row.pipelineId}`}
                pipeline={row}
                host={hostOf(props.remotes, row.remoteId)}
              />
            ))}
          </Table.Tbody>
        </Table>
      )}
      <SendForm remotes={props.remotes} />
      {props.remotes.map(({ id, address }) => (
        <PipelinesThere key={id} remoteId={id} host={new URL(address).host} />
      ))}
    </Card>
  );
}

const hostOf = (remotes: readonly Remote[], remoteId: RemoteId) => {
  const found = remotes.find(({ id }) => id === remoteId);
  return found ? new URL(found.address).host : '';
};

function useOrder() {
  const order = useMutate('sync.order');
  const refresh = useRefresh();
  return {
    pending: order.isPending,
    async give(remoteId: RemoteId, pipelineId: PipelineId, wanted: Order) {
      await order.mutateAsync({ remoteId, pipelineId, order: wanted }).catch(() => null);
      await refresh('sync.');
    },
  };
}

function Row(props: { readonly pipeline: RemotePipeline; readonly host: string }) {
  const { t } = useTranslation('sync');
  const { remoteId, pipelineId, name, version, there, orders } = props.pipeline;
  const { give, pending } = useOrder();
  const cyclesText = useCyclesText();
  const isRunning = there?.status === 'Installed';
  const isOld = there !== null && there.version !== version;
  const refused = orders.find((order) => order.refused !== null);
  const waiting = orders
    .filter((order) => order.refused === null)
    .map(({ order }) => t(`pipelines.verb.${order.verb}`));
  const button = (wanted: Order, shown = true) =>
    shown ? (
      <Button
        variant="default"
        disabled={pending}
        aria-label={t(`pipelines.named.${wanted.verb}`, { name })}
        onClick={() => void give(remoteId, pipelineId, wanted)}
      >
        {t(`pipelines.do.${wanted.verb}`)}
      </Button>
    ) : null;
  return (
    <>
      <Table.Tr>
        <Table.Td>{name}</Table.Td>
        <Table.Td>{props.host}</Table.Td>
        <Table.Td>
          <Group gap={6} wrap="nowrap">
            <StateDot tone={isRunning ? 'running' : 'waiting'} />
            <span>{there?.status ?? t('pipelines.notThere')}</span>
          </Group>
          {isOld ? (
            <Text size="xs" c="dimmed">
              {t('pipelines.old')}
            </Text>
          ) : null}
          {waiting.length > 0 ? (
            <Text size="xs" c="dimmed">
              {t('pipelines.waiting', { orders: waiting.join(', ') })}
            </Text>
          ) : null}
        </Table.Td>
        <Table.Td>{cyclesText(there?.cycles ?? [])}</Table.Td>
        <Table.Td>
          <Group gap={6} justify="flex-end" wrap="nowrap">
            {button({ verb: 'save' }, isOld)}
            {isRunning
              ? button({ verb: 'pause' })
              : button({ verb: 'install', resumeOption: null }, there !== null)}
          </Group>
        </Table.Td>
      </Table.Tr>
      {refused ? <RefusedRow order={refused} /> : null}
    </>
  );
}

function RefusedRow(props: { readonly order: WaitingOrder }) {
  const { t } = useTranslation('sync');
  const { seq, order, refused } = props.order;
  const unorder = useMutate('sync.unorder');

  return (
    <Table.Tr>
      <Table.Td colSpan={4} data-selectable>
        <Group gap={6} wrap="nowrap">
          <StateDot tone="failed" />
          <span>
            {t('pipelines.refused', { verb: t(`pipelines.verb.${order.verb}`), why: refused?.message })}
          </span>
        </Group>
      </Table.Td>
      <Table.Td>
        <AgainOrDrop act={(how) => unorder.mutateAsync({ seq, how })} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Pipelines of the project that is open. */
function SendForm(props: { readonly remotes: readonly Remote[] }) {
  const { t } = useTranslation('sync');
  const { project } = useProject();
  const list = useCall('pipelines.list', { projectId: project?.id ?? '' }, { enabled: project !== null });
  const { give, pending } = useOrder();
  const [pipeline, setPipeline] = useState<string | null>(null);
  const [remote, setRemote] = useState<string | null>(null);
  const chosen = pipelineIdSchema.safeParse(pipeline).data ?? null;
  const target = props.remotes.find(({ id }) => id === remote) ?? props.remotes[0] ?? null;
  if (!list.data || list.data.length === 0) return null;
  return (
    <Group gap={8} align="flex-end" className={classes.send ?? ''}>
      <Select
        label={t('pipelines.which')}
        placeholder={t('pipelines.choose')}
        data={list.data.map(({ id, name }) => ({ value: id, label: name }))}
        value={pipeline}
        onChange={setPipeline}
      />
      {props.remotes.length > 1 ? (
        <Select
          label={t('pipelines.where')}
          data={props.remotes.map(({ id, address }) => ({ value: id, label: new URL(address).host }))}
          value={target?.id ?? null}
          onChange={setRemote}
        />
      ) : null}
      <Button
        variant="default"
        disabled={chosen === null || target === null || pending}
        onClick={() => {
          if (chosen && target) void give(target.id, chosen, { verb: 'save' });
        }}
      >
        {t('pipelines.send')}
      </Button>
    </Group>
  );
}
