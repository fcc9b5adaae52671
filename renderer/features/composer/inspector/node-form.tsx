import { ActionIcon, Switch, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { GraphNode, GraphProblemCode } from '#core/model/graph.ts';
import { changeNode } from '#core/pipeline/edit/nodes.ts';
import { setRoot, startAt } from '#core/pipeline/edit/starts.ts';
import { specOf } from '#core/pipeline/specs.ts';
import { NodeSettingsForm } from '../forms/node-settings.tsx';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposer } from '../state/context.tsx';
import { NO_PROBLEM } from '../state/problems.ts';
import classes from './inspector.module.css';
import { NodeWays } from './node-ways.tsx';
import { OwnProblems } from './own-problems.tsx';
import { TriggerForm } from './trigger-form.tsx';

/** What the fields of the settings tell themselves, each beside the field. */
const BESIDE_FIELDS: ReadonlySet<GraphProblemCode> = new Set(['config', 'no-dataset', 'pulling']);

/** How a node is set up. */
export function NodeForm(props: { readonly node: GraphNode }) {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { node } = props;
  const isRoot = useComposed((state) => startAt(presentOf(state), node.id)?.type === 'root');
  const problems = useComposed((state) => state.problems.byNode.get(node.id) ?? NO_PROBLEM);
  return (
    <>
      <div className={classes.head} data-name>
        <TextInput
          label={t('node.name')}
          value={node.name}
          maxLength={200}
          error={node.name.trim() === '' ? t('node.nameEmpty') : undefined}
          onChange={(event) => {
            const name = event.currentTarget.value;
            composer.edit((graph) => changeNode(graph, { ...node, name }), { key: `name ${node.id}` });
          }}
          onBlur={() => composer.endStep()}
        />
        <ActionIcon
          aria-label={t('node.remove')}
          title={t('node.remove')}
          onClick={() => composer.removeSelection()}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <Text size="xs" c="dimmed">
        {specOf(node)?.summary ?? t('node.unknown', { type: node.type })}
      </Text>
      <OwnProblems
        problems={problems.filter((one) => one.severity !== 'error' || !BESIDE_FIELDS.has(one.code))}
      />
      <NodeSettingsForm node={node} />
      <Switch
        label={t('node.root')}
        description={t(isRoot ? 'node.rootIsText' : 'node.rootText')}
        checked={isRoot}
        disabled={isRoot}
        onChange={() => composer.edit((graph) => setRoot(graph, node.id))}
      />
      <TriggerForm node={node} />
      <NodeWays node={node} />
    </>
  );
}
