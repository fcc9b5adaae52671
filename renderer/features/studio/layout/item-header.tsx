import { Anchor } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { formatTimecode } from '#renderer/ui/format.ts';
import { routes } from '#renderer/ui/routes.ts';
import { useItemName } from '../walk/use-item-name.ts';
import type { View } from '../walk/use-task-view.ts';
import { ConflictMark } from './conflict-mark.tsx';
import classes from './item-header.module.css';

/** Which task, which item, and for a frame which place in its video. */
export function ItemHeader(props: { readonly view: View }) {
  const { t } = useTranslation('studio');
  const name = useItemName();
  const { task, item } = props.view;
  return (
    <div className={classes.place}>
      <Anchor component={Link} href={routes.tasks()} size="sm" c="dimmed" underline="hover">
        {t('tasks')}
      </Anchor>
      <IconChevronRight size={13} aria-hidden />
      <strong className={classes.task}>{task.name}</strong>
      <IconChevronRight size={13} aria-hidden />
      <h1 className={classes.item} title={item.name} data-selectable>
        {name(item)}
      </h1>
      {item.frame ? (
        <span className={classes.facts}>
          <span data-testid="frame-time">{formatTimecode(item.frame.seconds)}</span>
          <span className={classes.name} title={item.name} data-selectable>
            {item.name}
          </span>
        </span>
      ) : null}
      <ConflictMark itemId={item.id} />
    </div>
  );
}
