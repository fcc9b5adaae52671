import { Table, Text, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SimulatedLoad, Simulation } from '#core/model/simulation.ts';
import { formatCount, formatSpan } from '#renderer/ui/format.ts';
import { useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';
import classes from './simulate.module.css';

const HOUR = 3600;

function Load(props: { readonly load: SimulatedLoad | null }) {
  const { t } = useTranslation('composer');
  const { load } = props;
  if (!load) return '–';
  if (load.hours === null) return t('simulate.noSeconds');
  return t('simulate.load', {
    span: formatSpan(load.hours * HOUR),
    count: load.people,
    peak: formatCount(load.peak ?? 0),
  });
}

/** What would happen: how much each node has to do, and what would go nowhere. */
export function Outcome(props: { readonly simulation: Simulation; readonly stale: boolean }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { simulation, stale } = props;
  const { totals } = simulation;
  const choose = (nodeId: string) => composer.select(chosen({ nodes: [nodeId] }));
  const stranded = [...simulation.nowhere, ...simulation.endless];
  return (
    <section className={classes.outcome} aria-label={t('simulate.outcome')} data-stale={stale || undefined}>
      <Text size="sm" role="status">
        {stale
          ? t('simulate.stale')
          : t(totals.hours > 0 ? 'simulate.totalsTimed' : 'simulate.totals', {
              count: simulation.items,
              executions: formatCount(totals.executions),
              span: formatSpan(totals.hours * HOUR),
            })}
      </Text>
      {simulation.complete ? null : <Text size="sm">{t('simulate.cut')}</Text>}
      <Table verticalSpacing={3} horizontalSpacing={4} fz={12}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('simulate.node')}</Table.Th>
            <Table.Th ta="right">{t('simulate.items')}</Table.Th>
            <Table.Th>{t('simulate.people')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {simulation.nodes.map((node) => (
            <Table.Tr key={node.nodeId}>
              <Table.Td>
                <UnstyledButton fz={12} onClick={() => choose(node.nodeId)}>
                  {node.name}
                </UnstyledButton>
              </Table.Td>
              <Table.Td ta="right">{formatCount(node.executions)}</Table.Td>
              <Table.Td>
                <Load load={node.load} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {stranded.length > 0 ? (
        <>
          <b>{t('simulate.nowhere', { count: totals.nowhere + totals.endless })}</b>
          <ul className={classes.stranded}>
            {stranded.map((one) => (
              <li key={`${one.inputId} ${one.nodeId} ${one.why}`}>
                <UnstyledButton fz={12} onClick={() => choose(one.nodeId)}>
                  <b>{one.inputName}</b>: {one.why}
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Text size="sm">{t('simulate.noneStranded')}</Text>
      )}
      {simulation.warnings.map((warning) => (
        <Text key={warning.text} size="xs" c="dimmed">
          {warning.text}
        </Text>
      ))}
    </section>
  );
}
