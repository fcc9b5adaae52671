import { Button, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '#renderer/ui/format.ts';
import { QueryGate, SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { usePages } from '#renderer/ui/use-pages.ts';
import classes from './data-screen.module.css';

/** Why the item is where it is: every event and decision, latest first. */
export function ItemHistory(props: { readonly itemId: string }) {
  const { t } = useTranslation('datasets');
  const history = usePages('items.history', { itemId: props.itemId, limit: 50 });
  return (
    <section aria-label={t('history.title')}>
      <Title order={3} mb={8}>
        {t('history.title')}
      </Title>
      <QueryGate query={history} waiting={<SkeletonRows count={3} />}>
        {(events) =>
          events.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('history.none')}
            </Text>
          ) : (
            <ol className={classes.history}>
              {events.map((event) => (
                <li key={event.seq} className={classes.event}>
                  <div data-selectable>{event.text}</div>
                  <div className={classes.when}>
                    {t('history.when', { at: formatDateTime(event.at), actor: event.actor })}
                  </div>
                </li>
              ))}
            </ol>
          )
        }
      </QueryGate>
      {history.more ? (
        <Button variant="subtle" size="compact-xs" onClick={history.fetchMore} loading={history.fetching}>
          {t('history.more')}
        </Button>
      ) : null}
    </section>
  );
}
