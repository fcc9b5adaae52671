import { Anchor } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { GraphNode } from '#core/model/graph.ts';
import type { PipelineCounts, PipelineSummary } from '#core/model/pipeline.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { CountBadges } from '#renderer/ui/count-badges.tsx';
import { countsOfNode, NODE_ICONS, nodeKind } from '#renderer/ui/node-look.ts';
import { QueryGate, SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import classes from './dashboard.module.css';
import { stripColumns } from './strip.ts';

function StripNode(props: { readonly node: GraphNode; readonly counts: PipelineCounts }) {
  const Sign = NODE_ICONS[nodeKind(props.node)];
  return (
    <div className={classes.node}>
      <span className={classes.nodeName}>
        <Sign size={15} stroke={1.7} aria-hidden />
        <span title={props.node.name}>{props.node.name}</span>
      </span>
      <CountBadges counts={countsOfNode(props.counts, props.node.id)} />
    </div>
  );
}

/** A pipeline from left to right with its counts. */
export function PipelineCard(props: { readonly summary: PipelineSummary }) {
  const { t } = useTranslation('home');
  const { summary } = props;
  const pipeline = useCall('pipelines.get', { pipelineId: summary.id });
  return (
    <Card
      title={summary.name}
      action={
        <Anchor component={Link} href={routes.pipelines(summary.id)} size="sm">
          {t('pipeline.open')}
        </Anchor>
      }
    >
      <QueryGate query={pipeline} waiting={<SkeletonRows count={1} height={110} />}>
        {({ graph, counts }) => (
          <div className={classes.strip}>
            {stripColumns(graph).map((column, index) => (
              <Fragment key={column[0]?.id}>
                {index > 0 ? <IconChevronRight size={16} className={classes.arrow} aria-hidden /> : null}
                <div className={classes.column}>
                  {column.map((node) => (
                    <StripNode key={node.id} node={node} counts={counts} />
                  ))}
                </div>
              </Fragment>
            ))}
          </div>
        )}
      </QueryGate>
    </Card>
  );
}
