import { Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { formatCompact } from '#renderer/ui/format.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './side-column.module.css';

const selectSize = (state: EditorState) => state.annotations.size;

export type SideTab = {
  readonly id: string;
  readonly title: string;
  /** Beside the title. */
  readonly count?: ReactNode;
  readonly content: ReactNode;
};

/** How many there are; nothing when there are none. */
export function Count(props: { readonly value: number /** A CSS colour. */; readonly tone?: string }) {
  if (props.value === 0) return null;
  return (
    <span className={classes.count} style={props.tone ? { color: props.tone } : undefined}>
      {formatCompact(props.value)}
    </span>
  );
}

/** How many objects there are on the picture. */
export function ObjectCount(props: { readonly editor: Editor }) {
  return <Count value={useEditorState(props.editor, selectSize)} />;
}

/** The column at the right: one list at a time. */
export function SideColumn(props: {
  readonly label: string;
  readonly tabs: readonly SideTab[];
  readonly first: string;
  /** Below whatever list is shown. */
  readonly footer?: ReactNode;
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
          {props.tabs.map(({ id, title, count }) => (
            <Tabs.Tab key={id} value={id} fz="sm" rightSection={count}>
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
      {props.footer}
    </aside>
  );
}
