import { NumberInput, Select, Slider } from '@mantine/core';
import { IconCircle, IconSquare } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MOST_BRUSH, MOST_TOLERANCE, OVERLAPS } from '#renderer/editor/brush.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { specOf } from '#renderer/editor/tools/registry.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import classes from './brush-bar.module.css';
import { ToolButton } from './tool-button.tsx';

const selectTool = (state: EditorState) => state.tool;
const selectBrush = (state: EditorState) => state.brush;
const selectEditable = (state: EditorState) => state.editable;

/** A slider over a thousand sizes with as much room for the small ones as for the large ones. */
const toSlider = (value: number, most: number) =>
  Math.round((100 * Math.log(value + 1)) / Math.log(most + 1));
const fromSlider = (place: number, most: number) => Math.round((most + 1) ** (place / 100)) - 1;

function Amount(props: {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}) {
  const { label, value, least, most } = props;
  const change = (next: number) => props.onChange(Math.max(least, Math.min(most, Math.round(next))));
  return (
    <>
      <span className={classes.name} aria-hidden>
        {label}
      </span>
      <Slider
        className={classes.slider}
        size="xs"
        label={null}
        thumbLabel={label}
        value={toSlider(value, most)}
        onChange={(place) => change(fromSlider(place, most))}
      />
      <NumberInput
        className={classes.number}
        size="xs"
        aria-label={label}
        min={least}
        max={most}
        hideControls
        value={value}
        onChange={(next) => {
          if (typeof next === 'number') change(next);
        }}
      />
    </>
  );
}

/** What the tool for masks in the hand is set to; nothing for other tools. */
export function BrushBar(props: { readonly editor: Editor }) {
  const { t } = useTranslation('studio');
  const { editor } = props;
  const { brush: sets } = specOf(useEditorState(editor, selectTool));
  const brush = useEditorState(editor, selectBrush);
  const editable = useEditorState(editor, selectEditable);
  if (!sets || !editable) return null;
  const shape = (name: 'round' | 'square') => ({
    id: `brush.${name}`,
    title: t(`brush.${name}`),
    group: t('group.tools'),
    run: () => editor.setBrush({ shape: name }),
  });
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('brush.label')}>
      {sets === 'size' ? (
        <>
          <ToolButton
            command={shape('round')}
            icon={IconCircle}
            pressed={brush.shape === 'round'}
            tip="bottom"
          />
          <ToolButton
            command={shape('square')}
            icon={IconSquare}
            pressed={brush.shape === 'square'}
            tip="bottom"
          />
          <Amount
            label={t('brush.size')}
            value={brush.size}
            least={1}
            most={MOST_BRUSH}
            onChange={(size) => editor.setBrush({ size })}
          />
        </>
      ) : (
        <Amount
          label={t('brush.tolerance')}
          value={brush.tolerance}
          least={0}
          most={MOST_TOLERANCE}
          onChange={(tolerance) => editor.setBrush({ tolerance })}
        />
      )}
      <Select
        className={classes.overlap}
        size="xs"
        aria-label={t('brush.overlap')}
        allowDeselect={false}
        data={OVERLAPS.map((value) => ({ value, label: t(`brush.${value}`) }))}
        value={brush.overlap}
        onChange={(value) => {
          const overlap = OVERLAPS.find((each) => each === value);
          if (overlap) editor.setBrush({ overlap });
        }}
      />
    </div>
  );
}
