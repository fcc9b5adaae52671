import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AnnotationId, ItemId } from '#core/model/ids.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { notifyError } from '#renderer/client/notify.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { formatAgo } from '#renderer/ui/format.ts';
import classes from './history-panel.module.css';

/** So many are listed; all can be brought back at once. */
const MOST = 50;

/** What was deleted from the item and is not back: its trash. */
export function DeletedObjects(props: {
  readonly itemId: ItemId;
  readonly editor: Editor;
  readonly editable: boolean;
}) {
  const { t } = useTranslation('studio');
  const { itemId, editor, editable } = props;
  const deleted = useCall('annotations.deleted', { itemId }, { keepPrevious: true }).data ?? [];
  if (deleted.length === 0) return null;
  const restore = (ids: readonly AnnotationId[]) => void editor.past.restore(ids).catch(notifyError);
  return (
    <section className={classes.trash} aria-label={t('history.trash')}>
      <div className={classes.trashHead}>
        <h3>{`${t('history.trash')} (${deleted.length})`}</h3>
        {editable ? (
          <Button variant="default" onClick={() => restore(deleted.map(({ annotation }) => annotation.id))}>
            {t('history.restoreAll')}
          </Button>
        ) : null}
      </div>
      <ul>
        {deleted.slice(0, MOST).map(({ annotation, actor, at }) => (
          <li key={annotation.id} className={classes.gone}>
            <span className={classes.title}>{annotation.label}</span>
            <span className={classes.facts}>{`${actor} · ${formatAgo(at, Date.now())}`}</span>
            {editable ? (
              <Button
                variant="subtle"
                aria-label={t('history.restoreLabel', { label: annotation.label })}
                onClick={() => restore([annotation.id])}
              >
                {t('history.restore')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
