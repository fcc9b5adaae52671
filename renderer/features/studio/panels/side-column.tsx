import { Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { formatCompact } from '#renderer/ui/format.ts';
import classes from './side-column.module.css';

export type SideTab = {
  readonly id: string;
  readonly title: string;
  /** Shown beside the title when there are some. */
  readonly count?: number;
  /** A CSS colour for the count. */
  readonly tone?: string;
  readonly content: ReactNode;
};

/** The column at the right: one list at a time. */
export function SideColumn(props: {
  readonly label: string;
  readonly tabs: readonly SideTab[];
  readonly first: string;
}) {
  const [tab, setTab] = useState<string | null>(props.first);
  return (
    <aside className={classes.column} aria-label={props.label}>
      <Tabs
        value={tab}
        onChange={setTab}
        keepMounted={false}
        classNames={{ root: classes.tabs ?? '', panel: classes.panel ?? '' }}
      >
        <Tabs.List grow>
          {props.tabs.map(({ id, title, count, tone }) => (
            <Tabs.Tab
              key={id}
              value={id}
              fz="sm"
              rightSection={
                count ? (
                  <span className={classes.count} style={tone ? { color: tone } : undefined}>
                    {formatCompact(count)}
                  </span>
                ) : null
              }
            >
              {title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {props.tabs.map(({ id, content }) => (
          <Tabs.Panel key={id} value={id}>
            {content}
          </Tabs.Panel>
        ))}
      </Tabs>
    </aside>
  );
}
