import { ActionIcon, CloseButton, TextInput, Title } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer } from '#core/pipeline/edit/starters.ts';
import flow from '#renderer/ui/flow/flow.module.css';
import { NODE_ICONS } from '#renderer/ui/node-look.ts';
import { DRAG_TYPE, findEntries, type LibraryEntry } from './entries.ts';
import classes from './library.module.css';
import { useLibraryOpen } from './open.ts';

function Entry(props: { readonly entry: LibraryEntry; readonly onAdd: (offer: Offer) => void }) {
  const { entry, onAdd } = props;
  const Sign = NODE_ICONS[entry.look];
  return (
    <li>
      <button
        type="button"
        className={classes.entry}
        title={entry.summary}
        data-kind={entry.look}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAG_TYPE, entry.offer);
          event.dataTransfer.effectAllowed = 'copy';
        }}
        onDoubleClick={() => onAdd(entry.offer)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          onAdd(entry.offer);
        }}
      >
        <span className={flow.cardSign}>
          <Sign size={18} stroke={1.8} aria-hidden />
        </span>
        <span className={classes.texts}>
          <span className={classes.title}>{entry.title}</span>
          <span className={classes.summary}>{entry.summary}</span>
        </span>
      </button>
    </li>
  );
}

/** Every kind of node, to be dragged onto the canvas or added by a double click or Enter. */
export function Library(props: {
  /** Adds a node where there is room. */
  readonly onAdd: (offer: Offer) => void;
}) {
  const { t } = useTranslation('composer');
  const [text, setText] = useState('');
  const entries = findEntries(text);
  const [first] = entries;
  const { open, setOpen } = useLibraryOpen();
  const Fold = open ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand;
  const fold = (
    <ActionIcon
      aria-label={t(open ? 'library.close' : 'library.open')}
      title={t(open ? 'library.close' : 'library.open')}
      aria-expanded={open}
      onClick={() => setOpen(!open)}
    >
      <Fold size={17} />
    </ActionIcon>
  );
  if (!open) {
    return (
      <nav className={classes.closed} aria-label={t('library.title')}>
        {fold}
      </nav>
    );
  }
  return (
    <nav className={classes.library} aria-label={t('library.title')}>
      <div className={classes.head}>
        <Title order={2}>{t('library.title')}</Title>
        {fold}
      </div>
      <TextInput
        size="xs"
        data-library-search
        aria-label={t('library.search')}
        placeholder={t('library.search')}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !first) return;
          event.preventDefault();
          props.onAdd(first.offer);
          // The next one can be typed at once.
          event.currentTarget.select();
        }}
        rightSection={
          text === '' ? null : (
            <CloseButton size="xs" aria-label={t('library.clear')} onClick={() => setText('')} />
          )
        }
      />
      <p className={classes.hint}>{t('library.hint')}</p>
      <ul className={classes.entries}>
        {entries.map((entry) => (
          <Entry key={entry.offer} entry={entry} onAdd={props.onAdd} />
        ))}
      </ul>
      {entries.length === 0 ? <p className={classes.hint}>{t('library.none', { text })}</p> : null}
    </nav>
  );
}
