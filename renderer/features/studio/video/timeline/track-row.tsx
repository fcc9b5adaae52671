import { UnstyledButton } from '@mantine/core';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { firstFrame } from '#core/annotation/track/track.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { formatCount } from '#renderer/ui/format.ts';
import type { Lane } from './lane.ts';
import classes from './timeline.module.css';
import { TrackLane } from './track-lane.tsx';
import type { TrackEntry } from './track-list.ts';

/** Selects it with the others, or not any more. */
function addTo(editor: Editor, id: AnnotationId): void {
  const { ids } = editor.state.get().selection;
  editor.select(ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]);
}

/** One object of the video: its name, which selects it and brings a frame on which it is, and its frames. */
export const TrackRow = memo(function TrackRow(props: {
  readonly editor: Editor;
  readonly entry: TrackEntry;
  readonly color: string;
  readonly lane: Lane;
  readonly count: number;
  readonly selected: boolean;
  /** False: not on the picture at this frame. */
  readonly present: boolean;
  readonly editable: boolean;
  /** Whether Tab comes to it; the arrows go from one to the next. */
  readonly reachable: boolean;
  readonly go: (frame: number) => void;
}) {
  const { t } = useTranslation('tracks');
  const { editor, entry, go } = props;
  const { annotation, track, name } = entry;
  const { id, label } = annotation;
  const hand = useMemo(
    () => ({
      go(frame: number) {
        editor.select([id]);
        go(frame);
      },
      moveKeyframe: (from: number, to: number) => editor.tracks.moveKeyframe(id, from, to),
      setEnd: (frame: number) => editor.tracks.setRange(id, firstFrame(track), frame),
    }),
    [editor, id, track, go],
  );
  const told = t('row', {
    label,
    name,
    first: formatCount(firstFrame(track)),
    last: formatCount(track.last),
    count: track.keyframes.length,
  });
  return (
    <div
      className={classes.row}
      data-selected={props.selected || undefined}
      data-away={!props.present || undefined}
    >
      <UnstyledButton
        className={classes.name}
        aria-label={told}
        aria-pressed={props.selected}
        title={told}
        tabIndex={props.reachable ? 0 : -1}
        data-track={id}
        onClick={({ shiftKey }) => (shiftKey ? addTo(editor, id) : editor.tracks.show(id))}
      >
        <span className={classes.swatch} style={{ background: props.color }} aria-hidden />
        <span className={classes.label}>{label}</span>
        <span className={classes.number}>{name}</span>
      </UnstyledButton>
      <TrackLane
        track={track}
        color={props.color}
        lane={props.lane}
        count={props.count}
        editable={props.editable}
        hand={hand}
      />
    </div>
  );
});
