import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconListDetails, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { EndlessList } from '#renderer/ui/endless-list.tsx';
import { QueryGate, SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { usePages } from '#renderer/ui/use-pages.ts';
import { ExecutionRow } from './execution-row.tsx';
import classes from './panel.module.css';

const STATES = ['any', 'queued', 'running', 'parked', 'failed', 'dead', 'success', 'terminated'] as const;
type Shown = (typeof STATES)[number];

/** Minutes back from when it was chosen; null: however far. */
const SPANS = { ever: null, quarter: 15, hour: 60, day: 24 * 60, week: 7 * 24 * 60 } as const;
type Span = keyof typeof SPANS;

/** Milliseconds of quiet before a text is looked for. */
const TYPING = 250;

type Choice<T extends string> = readonly { readonly value: T; readonly label: string }[];

function Filter<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly data: Choice<T>;
  readonly onChange: (value: T) => void;
}) {
  return (
    <Select
      size="xs"
      allowDeselect={false}
      aria-label={props.label}
      value={props.value}
      data={[...props.data]}
      onChange={(value) => {
        const chosen = props.data.find((one) => one.value === value);
        if (chosen) props.onChange(chosen.value);
      }}
    />
  );
}

/** What ran, runs and waits in one node, or in all of them, latest first, by state, time and text. */
export function Executions(props: {
  readonly pipelineId: string;
  /** Null: of all nodes. */
  readonly nodeId: string | null;
  readonly nameOf?: (nodeId: string) => string;
  /** Further things to choose by. */
  readonly choices?: ReactNode;
  readonly onCycle: (cycleId: string) => void;
}) {
  const { t } = useTranslation('monitor');
  const [shown, setShown] = useState<Shown>('any');
  const [span, setSpan] = useState<{ readonly name: Span; readonly since: number | null }>({
    name: 'ever',
    since: null,
  });
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), TYPING);
  const pages = usePages('executions.list', {
    pipelineId: props.pipelineId,
    nodeId: props.nodeId,
    state: shown === 'any' ? null : shown,
    since: span.since,
    text,
    limit: 50,
  });
  const narrowed = shown !== 'any' || span.since !== null || text !== '';
  return (
    <>
      <div className={classes.filters}>
        <TextInput
          size="xs"
          aria-label={t('execution.text')}
          placeholder={t('execution.text')}
          leftSection={<IconSearch size={13} aria-hidden />}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {props.choices}
        <Filter
          label={t('execution.filter')}
          value={shown}
          data={STATES.map((value) => ({ value, label: t(`filter.${value}`) }))}
          onChange={setShown}
        />
        <Filter
          label={t('execution.time')}
          value={span.name}
          data={(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t(`span.${value}`) }))}
          onChange={(name) => {
            const minutes = SPANS[name];
            setSpan({ name, since: minutes === null ? null : Date.now() - minutes * 60_000 });
          }}
        />
      </div>
      <QueryGate query={pages}>
        {(rows) =>
          rows.length > 0 || pages.more ? (
            <EndlessList
              label={t('execution.list')}
              rows={rows}
              pages={pages}
              rowHeight={52}
              keyOf={(row) => row.id}
            >
              {(row) => (
                <ExecutionRow
                  execution={row}
                  nodeName={props.nameOf?.(row.nodeId) ?? null}
                  onCycle={props.onCycle}
                />
              )}
            </EndlessList>
          ) : pages.fetching ? (
            <SkeletonRows />
          ) : (
            <EmptyState
              icon={IconListDetails}
              title={t(narrowed ? 'execution.noMatch' : 'execution.none')}
              text={t(narrowed ? 'execution.noMatchText' : 'execution.noneText')}
            />
          )
        }
      </QueryGate>
    </>
  );
}
