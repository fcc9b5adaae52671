import { Anchor, Button, CloseButton, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Cycle, CycleNode } from '#core/model/cycle.ts';
import type { ExplainedEvent } from '#core/model/explanation.ts';
import type { Graph } from '#core/model/graph.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import { routes } from '#renderer/ui/routes.ts';
import { StateDot } from '#renderer/ui/state-dot.tsx';
import type { Pages } from '#renderer/ui/use-pages.ts';
import classes from '../panel.module.css';
import { CYCLE_TONES } from '../status.ts';
import { CycleActions } from './cycle-actions.tsx';

function Event(props: { readonly event: ExplainedEvent; readonly onNode: (nodeId: string) => void }) {
  const { t } = useTranslation('monitor');
  const { event, onNode } = props;
  const refused = event.routes.filter((route) => route.taken === 0 && route.reason !== '');
  return (
    <li className={classes.execution}>
      <div data-selectable>{event.text}</div>
      {refused.map((route) => (
        <Text key={route.connection} size="xs" c="dimmed" data-selectable>
          {t('cycle.notTaken', { name: route.targetName ?? '–', reason: route.reason })}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {event.nodeId && event.nodeName ? (
          <Anchor component="button" inherit onClick={() => onNode(event.nodeId ?? '')}>
            {event.nodeName}
          </Anchor>
        ) : null}{' '}
        {formatDateTime(event.at)} · {event.actor}
      </Text>
    </li>
  );
}

/** One cycle: why its item is where it is, decision by decision, and what can be done with it. */
export function CyclePanel(props: {
  readonly cycle: Cycle;
  readonly nodes: readonly CycleNode[];
  readonly graph: Graph;
  readonly events: Pages<ExplainedEvent>;
  readonly node: { readonly id: string; readonly name: string } | null;
  readonly onNode: (nodeId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('monitor');
  const { cycle, events } = props;
  return (
    <aside className={classes.panel} aria-label={t('cycle.panel')}>
      <div className={classes.head}>
        <div>
          <Title order={2}>{cycle.itemName ?? t('cycle.noItem')}</Title>
          <Text size="xs" c="dimmed">
            <StateDot tone={CYCLE_TONES[cycle.status]} /> {t(`cycle.status.${cycle.status}`)} ·{' '}
            {t('cycle.onVersion', { version: cycle.version })} · {formatDateTime(cycle.createdAt)}
          </Text>
        </div>
        <CloseButton aria-label={t('cycle.close')} onClick={props.onClose} />
      </div>
      <CycleActions cycle={cycle} nodes={props.nodes} graph={props.graph} node={props.node} />
      {cycle.itemId ? (
        <Anchor component={Link} href={routes.view(cycle.itemId)} size="sm">
          {t('cycle.openItem')}
        </Anchor>
      ) : null}
      <b>{t('cycle.why')}</b>
      <ol className={classes.events}>
        {(events.data ?? []).map((event) => (
          <Event key={event.seq} event={event} onNode={props.onNode} />
        ))}
        {events.more ? (
          <li>
            <Button
              variant="subtle"
              size="compact-xs"
              loading={events.fetching}
              onClick={() => events.fetchMore()}
            >
              {t('cycle.more')}
            </Button>
          </li>
        ) : null}
      </ol>
    </aside>
  );
}
