import { Button, Tooltip } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemId } from '#core/model/ids.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { notifyError } from '#renderer/client/notify.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { formatAgo, formatDateTime } from '#renderer/ui/format.ts';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { useEditorState } from '../stage/use-editor-state.ts';
import { DeletedObjects } from './deleted-objects.tsx';
import classes from './history-panel.module.css';

/** Steps that are read at first, and with each press for more. */
const PAGE = 50;

const selectEditable = (state: EditorState) => state.editable;

type Step = {
  readonly id: string;
  readonly title: string;
  readonly actor: string;
  readonly at: number;
  readonly state: 'applied' | 'undone';
  readonly made: number;
  readonly changed: number;
  readonly deleted: number;
};

function StepRow(props: {
  readonly step: Step;
  /** The item is as it was after this step. */
  readonly now: boolean;
  /** Null: nobody may change the item here. */
  readonly onGo: (() => void) | null;
}) {
  const { t } = useTranslation('studio');
  const { step, now } = props;
  const counts = (['made', 'changed', 'deleted'] as const).flatMap((name) =>
    step[name] > 0 ? t(`history.${name}`, { count: step[name] }) : [],
  );
  return (
    <li className={classes.step} data-state={step.state} aria-current={now ? 'step' : undefined}>
      <span className={classes.title}>{step.title}</span>
      <span className={classes.facts} title={formatDateTime(step.at)}>
        {step.state === 'undone' ? `${t('history.undone')} · ` : ''}
        {[counts.join(', '), step.actor, formatAgo(step.at, Date.now())].join(' · ')}
      </span>
      {now ? <span className={classes.facts}>{t('history.now')}</span> : null}
      {props.onGo && !now ? (
        <Tooltip label={t('history.goTo')} position="left">
          <button
            type="button"
            className={classes.go}
            aria-label={t('history.goToStep', { title: step.title })}
            onClick={props.onGo}
          >
            <IconHistory size={14} aria-hidden />
          </button>
        </Tooltip>
      ) : null}
    </li>
  );
}

/**
 * Steps of the item's history, latest first: who did what, and when. Going back to one is a step of its own, so nothing
 * is lost by it.
 */
export function HistoryPanel(props: { readonly itemId: ItemId; readonly editor: Editor }) {
  const { t } = useTranslation('studio');
  const { itemId, editor } = props;
  const [pages, setPages] = useState(1);
  const editable = useEditorState(editor, selectEditable);
  const limit = Math.min(200, pages * PAGE);
  const history = useCall('annotations.steps', { itemId, limit }, { keepPrevious: true });
  const go = (stepId: string | null) => void editor.past.goTo(stepId).catch(notifyError);
  return (
    <>
      <QueryGate query={history}>
        {({ steps, more }) => {
          const now = steps.find(({ state }) => state === 'applied')?.id;
          return steps.length === 0 ? (
            <p className={classes.empty}>{t('history.empty')}</p>
          ) : (
            <ol className={classes.list}>
              {steps.map((step) => (
                <StepRow
                  key={step.id}
                  step={step}
                  now={step.id === now}
                  onGo={editable ? () => go(step.id) : null}
                />
              ))}
              <li className={classes.end}>
                {more && limit < 200 ? (
                  <Button variant="default" onClick={() => setPages(pages + 1)}>
                    {t('history.more')}
                  </Button>
                ) : null}
                {!more && editable && now ? (
                  <Button variant="default" onClick={() => go(null)}>
                    {t('history.start')}
                  </Button>
                ) : null}
              </li>
            </ol>
          );
        }}
      </QueryGate>
      <DeletedObjects itemId={itemId} editor={editor} editable={editable} />
    </>
  );
}
