import { Alert, Select, TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CycleMovePlan } from '#contract/cycles.ts';
import type { Cycle } from '#core/model/cycle.ts';
import type { Graph } from '#core/model/graph.ts';
import { useCall, useMutate } from '#renderer/client/hooks.ts';
import { notifyDone } from '#renderer/ui/notify.ts';
import { Ask } from '#renderer/ui/pipelines/ask.tsx';
import { Facts } from '#renderer/ui/pipelines/facts.tsx';
import { useRefresh } from '#renderer/ui/use-refresh.ts';
import classes from '../panel.module.css';

/** What the move would do, or why it cannot be done. */
function Plan(props: { readonly plan: CycleMovePlan }) {
  const { t } = useTranslation('monitor');
  const { plan } = props;
  if (plan.obstacle !== null) {
    return (
      <Alert color="orange" title={t('move.cannot')}>
        {plan.obstacle}
      </Alert>
    );
  }
  const names = (nodes: CycleMovePlan['runs']) => nodes.map(({ name }) => `“${name}”`).join(', ');
  const named = (key: 'runs' | 'runsAgain' | 'skipped') =>
    plan[key].length === 0 ? [] : [t(`move.${key}`, { names: names(plan[key]) })];
  return (
    <Facts
      lines={[
        ...plan.cancelled.map(({ state, count }) => t(`move.ends.${state}`, { count })),
        ...named('runs'),
        ...named('runsAgain'),
        ...named('skipped'),
      ]}
    />
  );
}

/** Puts what is stuck at one node to another one, after it was said what that means. */
export function MoveDialog(props: {
  readonly cycle: Cycle;
  /** The version that the cycle runs on. */
  readonly graph: Graph;
  /** Nodes at which something of it waits, runs or has failed; at least one. */
  readonly stuck: readonly string[];
  /** Where it is to begin. */
  readonly from: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('monitor');
  const { cycle, graph, stuck, onClose } = props;
  const [from, setFrom] = useState(props.from);
  const [to, setTo] = useState<string | null>(null);
  const [why, setWhy] = useState('');
  const refresh = useRefresh();
  const move = useMutate('cycles.move');
  const ends = { cycleId: cycle.id, fromNodeId: from, toNodeId: to ?? '' };
  const plan = useCall('cycles.movePlan', ends, { enabled: to !== null, keepPrevious: true });
  const known = to === null ? undefined : plan.data;
  const choices = (among: (id: string) => boolean) =>
    graph.nodes.filter(({ id }) => among(id)).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Ask
      title={t('move.title', { name: cycle.itemName ?? t('cycle.noItem') })}
      yes={t('move.yes')}
      size="lg"
      pending={move.isPending}
      disabled={known === undefined || known.obstacle !== null || plan.isFetching || why.trim() === ''}
      onClose={onClose}
      onYes={() =>
        move.mutate(
          { ...ends, why: why.trim() },
          {
            onSuccess: ({ moved }) => {
              notifyDone(t('move.done', { count: moved }));
              onClose();
            },
            onSettled: () => Promise.all([refresh('cycles.'), refresh('executions.'), refresh('explain.')]),
          },
        )
      }
    >
      <div className={classes.ends}>
        <Select
          label={t('move.from')}
          allowDeselect={false}
          value={from}
          data={choices((id) => stuck.includes(id))}
          onChange={(value) => {
            if (value !== null) setFrom(value);
          }}
        />
        <IconArrowRight size={18} aria-hidden />
        <Select
          label={t('move.to')}
          placeholder={t('move.choose')}
          searchable
          value={to}
          data={choices((id) => id !== from)}
          onChange={setTo}
        />
      </div>
      {known ? <Plan plan={known} /> : null}
      <TextInput
        label={t('move.why')}
        description={t('move.whyText')}
        required
        maxLength={1000}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
    </Ask>
  );
}
