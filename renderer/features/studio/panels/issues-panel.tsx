import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Issue } from '#core/model/issue.ts';
import { formatAgo } from '#renderer/ui/format.ts';
import classes from './issues-panel.module.css';

/** What a reviewer said, with where each issue stands. */
export function IssuesPanel(props: {
  readonly issues: readonly Issue[];
  readonly onOpen: (issue: Issue) => void;
  /** Whether the issue can be taken away here. */
  readonly removable?: (issue: Issue) => boolean;
  readonly onRemove?: (issue: Issue) => void;
}) {
  const { t } = useTranslation('studio');
  const { issues } = props;
  if (issues.length === 0) return <p className={classes.empty}>{t('issue.none')}</p>;
  return (
    <ul className={classes.list}>
      {issues.map((issue, index) => (
        <li key={issue.id} className={classes.issue} data-status={issue.status}>
          <UnstyledButton className={classes.open} onClick={() => props.onOpen(issue)}>
            <span className={classes.number}>{index + 1}</span>
            <span className={classes.body}>
              <span className={classes.text}>{issue.text || t('issue.noText')}</span>
              <span className={classes.facts}>
                <strong>{t(`issue.status.${issue.status}`)}</strong>
                {` · ${issue.creator} · ${formatAgo(issue.createdAt, Date.now())}`}
              </span>
            </span>
          </UnstyledButton>
          {props.removable?.(issue) ? (
            <ActionIcon
              size={24}
              aria-label={t('issue.remove', { number: index + 1 })}
              title={t('issue.remove', { number: index + 1 })}
              onClick={() => props.onRemove?.(issue)}
            >
              <IconTrash size={14} aria-hidden />
            </ActionIcon>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
