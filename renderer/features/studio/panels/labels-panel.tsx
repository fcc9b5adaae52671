import { TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, memo, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { CommandKeys } from '#renderer/ui/key-caps.tsx';
import { labelSlot } from '../commands/use-label-commands.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import { findLabels, type NumberedLabel } from './label-filter.ts';
import classes from './labels-panel.module.css';
import { Panel } from './panel.tsx';

/** From here on typing is faster than looking. */
const SEARCH_FROM = 6;

const selectLabels = (state: EditorState) => state.labels;
const selectLabel = (state: EditorState) => state.label;
const selectEditable = (state: EditorState) => state.editable;

function LabelRow(props: {
  readonly entry: NumberedLabel;
  readonly current: boolean;
  readonly disabled: boolean;
  readonly onChoose: () => void;
}) {
  const { label, index } = props.entry;
  return (
    <UnstyledButton
      className={classes.row}
      aria-pressed={props.current}
      data-command={`label.${label.name}`}
      disabled={props.disabled}
      onClick={props.onChoose}
    >
      <span className={classes.swatch} style={{ background: label.color }} aria-hidden />
      <span className={classes.name} title={label.name}>
        {label.name}
      </span>
      <CommandKeys command={labelSlot(label.name, index)} />
    </UnstyledButton>
  );
}

/** What may be labelled; the current label is that of the next shape. */
export const LabelsPanel = memo(function LabelsPanel(props: {
  readonly editor: Editor;
  /** The field to type a label into. */
  readonly search: RefObject<HTMLInputElement | null>;
  /** Brings the keys back to the canvas. */
  readonly onDone: () => void;
}) {
  const { t } = useTranslation('studio');
  const { editor } = props;
  const labels = useEditorState(editor, selectLabels);
  const current = useEditorState(editor, selectLabel);
  const editable = useEditorState(editor, selectEditable);
  const [typed, setTyped] = useState('');
  const found = findLabels(labels, typed);

  const done = () => {
    setTyped('');
    props.onDone();
  };
  const choose = (name: string) => {
    editor.chooseLabel(name);
    done();
  };
  const onKey = (event: KeyboardEvent) => {
    const [first] = found;
    if (event.key === 'Enter' && first && editable) choose(first.label.name);
    else if (event.key === 'Escape') done();
    else return;
    event.preventDefault();
  };

  return (
    <Panel title={t('labels.title')} note={labels.length} grows>
      {labels.length >= SEARCH_FROM ? (
        <TextInput
          ref={props.search}
          className={classes.search ?? ''}
          leftSection={<IconSearch size={14} aria-hidden />}
          aria-label={t('labels.search')}
          placeholder={t('labels.search')}
          rightSection={<CommandKeys command={{ id: 'labels.find', keys: ['/'] }} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={onKey}
        />
      ) : null}
      <div className={classes.list}>
        {found.map((entry) => (
          <LabelRow
            key={entry.label.name}
            entry={entry}
            current={entry.label.name === current}
            disabled={!editable}
            onChoose={() => choose(entry.label.name)}
          />
        ))}
        {found.length === 0 ? (
          <p className={classes.empty}>
            {t(labels.length === 0 ? 'labels.none' : 'labels.notFound', { typed })}
          </p>
        ) : null}
      </div>
    </Panel>
  );
});
