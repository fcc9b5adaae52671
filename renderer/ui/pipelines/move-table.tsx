import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MovePlan } from '#contract/pipelines.ts';
import { formatCount } from '../format.ts';
import classes from './install.module.css';

/** Where what is under way stands, and for each item by name whether it can go over. */
export function MoveTable(props: { readonly plan: MovePlan }) {
  const { t } = useTranslation('pipelines');
  const { nodes, cycles, movable, stuck } = props.plan;
  const more = movable + stuck - cycles.length;
  return (
    <div className={classes.table}>
      <Table fz="sm" aria-label={t('move.nodes')} mb="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('move.node')}</Table.Th>
            <Table.Th>{t('move.open')}</Table.Th>
            <Table.Th>{t('move.over')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {nodes.map((node) => (
            <Table.Tr key={node.nodeId}>
              <Table.Td>{node.name}</Table.Td>
              <Table.Td>{formatCount(node.open)}</Table.Td>
              <Table.Td className={node.movable ? undefined : classes.no}>
                {t(node.movable ? 'move.yes' : 'move.no')}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Table fz="sm" aria-label={t('move.items')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('move.item')}</Table.Th>
            <Table.Th>{t('move.at')}</Table.Th>
            <Table.Th>{t('move.over')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cycles.map((cycle) => (
            <Table.Tr key={cycle.cycleId}>
              <Table.Td>{cycle.itemName ?? '–'}</Table.Td>
              <Table.Td>{cycle.nodeName}</Table.Td>
              <Table.Td className={cycle.obstacle ? classes.no : undefined}>
                {cycle.obstacle ? t(`move.why.${cycle.obstacle}`) : t('move.yes')}
              </Table.Td>
            </Table.Tr>
          ))}
          {more > 0 ? (
            <Table.Tr>
              <Table.Td colSpan={3}>{t('move.more', { count: more })}</Table.Td>
            </Table.Tr>
          ) : null}
        </Table.Tbody>
      </Table>
    </div>
  );
}
