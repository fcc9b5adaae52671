import { Progress } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '#renderer/ui/format.ts';
import { ToolButton } from '../canvas/tool-button.tsx';
import type { WalkCommands } from '../commands/use-walk-commands.ts';
import type { View } from '../walk/use-task-view.ts';
import classes from './bar.module.css';

/** Where one is in the task, and the way to the neighbours. */
export function WalkBar(props: { readonly view: View; readonly walk: WalkCommands }) {
  const { t } = useTranslation('studio');
  const { view, walk } = props;
  const { total, open, away } = view.task.counts;
  const done = total - open - away;
  return (
    <div className={classes.walk}>
      <ToolButton command={walk.previous} icon={IconChevronLeft} />
      <span className={classes.position} data-testid="position">
        {t('position', { position: formatCount(view.position), total: formatCount(total) })}
      </span>
      <ToolButton command={walk.next} icon={IconChevronRight} />
      <Progress
        className={classes.progress}
        value={total === 0 ? 0 : (done / total) * 100}
        aria-label={t('done', { done: formatCount(done), total: formatCount(total) })}
        color="teal"
      />
      <span className={classes.left}>{t('open', { count: open })}</span>
    </div>
  );
}
