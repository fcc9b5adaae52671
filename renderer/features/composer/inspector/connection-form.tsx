import { ActionIcon, Select, Text, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Connection } from '#core/model/graph.ts';
import { changeConnection } from '#core/pipeline/edit/connections.ts';
import { datasetsBefore } from '#core/pipeline/sources.ts';
import { FilterBuilder } from '#renderer/ui/filter-builder/filter-builder.tsx';
import { useStatusWord } from '#renderer/ui/use-status-word.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { NO_PROBLEM } from '../state/problems.ts';
import classes from './inspector.module.css';
import { OwnProblems } from './own-problems.tsx';
import { useWayWords } from './way-words.ts';

const ANY = '';

/** Which items take a connection: by the decision on them, and by a condition. */
export function ConnectionForm(props: { readonly connection: Connection; readonly index: number }) {
  const { t } = useTranslation('composer');
  const word = useStatusWord();
  const composer = useComposer();
  const { connection, index } = props;
  const graph = useComposed(presentOf);
  const { nodes } = graph;
  const say = useWayWords();
  const source = nodes.find((node) => node.id === connection.src.nodeId);
  const target = nodes.find((node) => node.id === connection.tgt.nodeId);
  const output = source?.outputs.find((port) => port.portId === connection.src.portId);
  const problems = useComposed((state) => state.problems.byConnection.get(index) ?? NO_PROBLEM);
  const action = connection.action ?? ANY;
  const actions = [...new Set([...(output?.actions ?? []), ...(action ? [action] : [])])];
  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={2}>{t('connection.title')}</Title>
          <Text size="xs" c="dimmed">
            {t('connection.ends', { from: source?.name ?? '', to: target?.name ?? '' })}
          </Text>
        </div>
        <ActionIcon
          aria-label={t('connection.remove')}
          title={t('connection.remove')}
          onClick={() => composer.removeSelection()}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <Text size="sm">{say(connection)}</Text>
      <OwnProblems problems={problems} />
      {actions.length > 0 ? (
        <Select
          label={t('connection.action')}
          description={t('connection.actionText')}
          allowDeselect={false}
          value={action}
          data={[
            { value: ANY, label: t('connection.anyAction') },
            ...actions.map((one) => ({ value: one, label: word(one) })),
          ]}
          onChange={(value) =>
            composer.edit((graph) => changeConnection(graph, index, { action: value || null }))
          }
        />
      ) : (
        <Text size="sm" c="dimmed">
          {t('connection.noActions', { from: source?.name ?? '' })}
        </Text>
      )}
      <FilterBuilder
        label={t('way.condition')}
        value={connection.condition ?? ''}
        datasetIds={datasetsBefore(graph, connection.src.nodeId)}
        joins={output?.type.replace('[]', '') === 'Item'}
        onChange={(condition) =>
          composer.edit((before) => changeConnection(before, index, { condition }), {
            key: `condition ${index}`,
          })
        }
        onBlur={() => composer.endStep()}
      />
      {graph.connections.filter((one) => one.src.nodeId === connection.src.nodeId).length > 1 ? (
        <Text size="xs" c="dimmed">
          {t('way.order')}
        </Text>
      ) : null}
    </>
  );
}
