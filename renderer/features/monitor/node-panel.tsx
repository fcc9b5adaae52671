import { Anchor, CloseButton, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { NodeProgress } from '#core/model/cycle.ts';
import type { GraphNode } from '#core/model/graph.ts';
import type { Pipeline } from '#core/model/pipeline.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { CountBadges } from '#renderer/ui/count-badges.tsx';
import { nodeFacts } from '#renderer/ui/flow/node-facts.ts';
import { useFactWords } from '#renderer/ui/flow/use-fact-words.ts';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { countsOfNode, nodeKind } from '#renderer/ui/node-look.ts';
import { TriggerState } from '#renderer/ui/pipelines/trigger-state.tsx';
import { routes, taskRoute } from '#renderer/ui/routes.ts';
import { Executions } from './executions.tsx';
import { NodeWaits } from './health/node-waits.tsx';
import { useHealth } from './health/use-health.ts';
import classes from './panel.module.css';
import { Reported } from './reported.tsx';

/** The way from a node to what it stands for: its task or its dataset. */
function NodeLinks(props: { readonly pipeline: Pipeline; readonly node: GraphNode }) {
  const { t } = useTranslation('monitor');
  const { pipeline, node } = props;
  const projectId = pipeline.projectId;
  const tasks = useCall('tasks.list', { projectId }, { enabled: node.type === 'task' });
  const datasets = useCall('datasets.list', { projectId });
  const task = tasks.data?.find((one) => one.pipelineId === pipeline.id && one.nodeId === node.id);
  const facts = nodeFacts(node);
  const words = useFactWords();
  const nameOf = (id: string) => datasets.data?.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      {facts.length > 0 ? (
        <dl className={classes.facts} data-selectable>
          {facts.map((fact) => (
            <div key={fact.key} style={{ display: 'contents' }}>
              <dt>{words.title(fact)}</dt>
              <dd>
                {fact.datasetId ? (
                  <Anchor component={Link} href={routes.data(fact.datasetId)} inherit>
                    {nameOf(fact.datasetId)}
                  </Anchor>
                ) : (
                  words.value(fact)
                )}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {task ? (
        <LinkButton to={taskRoute(task)} disabled={task.counts.total === 0}>
          {t('node.openTask', { count: task.counts.open })}
        </LinkButton>
      ) : null}
    </>
  );
}

/** All about the chosen node. */
export function NodePanel(props: {
  readonly pipeline: Pipeline;
  readonly node: GraphNode;
  readonly progress: NodeProgress | undefined;
  readonly onCycle: (cycleId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('monitor');
  const { pipeline, node } = props;
  const health = useHealth(pipeline.id).data?.nodes.find((one) => one.nodeId === node.id);
  const { t: tui } = useTranslation('ui');
  return (
    <aside className={classes.panel} aria-label={t('node.panel', { name: node.name })}>
      <div className={classes.head}>
        <div>
          <Title order={2}>{node.name}</Title>
          <Text size="xs" c="dimmed">
            {tui(`node.${nodeKind(node)}`)}
          </Text>
        </div>
        <CloseButton aria-label={t('node.close')} onClick={props.onClose} />
      </div>
      <CountBadges counts={countsOfNode(pipeline.counts, node.id)} />
      {props.progress ? <Reported report={props.progress} /> : null}
      {health ? <NodeWaits health={health} /> : null}
      <TriggerState pipelineId={pipeline.id} nodeId={node.id} />
      <NodeLinks pipeline={pipeline} node={node} />
      <Executions key={node.id} pipelineId={pipeline.id} nodeId={node.id} onCycle={props.onCycle} />
    </aside>
  );
}
