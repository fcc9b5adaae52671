import { Button, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SampledField } from '#core/filters/sample-fields.ts';
import type { DatasetId } from '#core/model/ids.ts';
import { conditionProblem } from '#core/pipeline/conditions.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { EMPTY_GROUP, EMPTY_ROW, type FilterDraft, readDraft, writeDraft } from './draft.ts';
import classes from './filter-builder.module.css';
import { GroupFields } from './group-fields.tsx';
import { MatchCount } from './match-count.tsx';

const NO_FIELDS: readonly SampledField[] = [];
const ANNOTATION_FIELDS: readonly SampledField[] = [
  { path: 'label', type: 'text', examples: [] },
  { path: 'type', type: 'text', examples: ['box', 'segment', 'class', 'point'] },
  { path: 'creator', type: 'text', examples: [] },
  { path: 'createdAt', type: 'date', examples: [] },
];

/**
 * A filter (DQL as JSON text) as rows, or as the text itself: what rows cannot show stays as it is written.
 * @param datasetIds where the items come from that fields and the count are of
 */
export function FilterBuilder(props: {
  readonly label: string;
  readonly value: string;
  readonly datasetIds: readonly string[];
  /** False: annotations cannot be looked at here. */
  readonly joins: boolean;
  readonly onChange: (text: string) => void;
  readonly onBlur?: () => void;
}) {
  const { t } = useTranslation('ui');
  const { value, joins, onChange } = props;
  const [drawn, setDrawn] = useState(() => ({ text: value, draft: readDraft(value) }));
  const [asJson, setAsJson] = useState(false);
  // Rows that are half written are not in the text; a text that came from elsewhere is read anew.
  if (drawn.text !== value) setDrawn({ text: value, draft: readDraft(value) });
  const datasetIds = props.datasetIds as readonly DatasetId[];
  const fields = useCall('items.fields', { datasetIds: [...datasetIds] }).data ?? NO_FIELDS;
  const { draft } = drawn;
  const wrong = conditionProblem(value);

  function change(next: FilterDraft) {
    const text = writeDraft(next);
    setDrawn({ text, draft: next });
    if (text !== value) onChange(text);
  }
  const rows = draft && !asJson && (joins || draft.annotations === null) ? draft : null;
  return (
    <section className={classes.builder} aria-label={props.label} onBlur={props.onBlur}>
      <div className={classes.line}>
        <b>{props.label}</b>
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={!draft}
          title={draft ? undefined : t('filter.onlyJson')}
          onClick={() => setAsJson(!asJson)}
        >
          {t(rows ? 'filter.showJson' : 'filter.showRows')}
        </Button>
      </div>
      {rows ? (
        <>
          <GroupFields group={rows.own} fields={fields} onChange={(own) => change({ ...rows, own })} />
          {joins && rows.annotations ? (
            <>
              <Text size="sm">{t('filter.annotation')}</Text>
              <GroupFields
                inner
                group={rows.annotations}
                fields={ANNOTATION_FIELDS}
                onChange={(group) =>
                  change({ ...rows, annotations: group.parts.length === 0 ? null : group })
                }
              />
            </>
          ) : null}
          {joins && !rows.annotations ? (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() =>
                change({
                  ...rows,
                  annotations: { ...EMPTY_GROUP, parts: [{ ...EMPTY_ROW, field: 'label' }] },
                })
              }
            >
              {t('filter.addAnnotation')}
            </Button>
          ) : null}
          {wrong ? (
            <Text size="xs" c="red" role="alert">
              {wrong}
            </Text>
          ) : null}
        </>
      ) : (
        <Textarea
          aria-label={t('filter.json')}
          description={draft ? undefined : t('filter.onlyJson')}
          autosize
          minRows={3}
          maxRows={16}
          spellCheck={false}
          styles={{ input: { fontFamily: 'monospace' } }}
          error={wrong ?? undefined}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {wrong === null && datasetIds.length > 0 ? <MatchCount filter={value} datasetIds={datasetIds} /> : null}
    </section>
  );
}
