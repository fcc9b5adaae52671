import { type ReactNode, useCallback, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Point } from '#core/model/common.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { ErrorPanel } from '#renderer/ui/error-panel.tsx';
import { AdjustedSign } from '../aids/adjusted-sign.tsx';
import { Minimap } from '../aids/minimap.tsx';
import type { Stage } from '../stage/stage.ts';
import { useEditorState } from '../stage/use-editor-state.ts';
import { BrushBar } from './brush-bar.tsx';
import { PlacedMenu } from './canvas-menu.tsx';
import classes from './canvas-pane.module.css';
import { HintLine } from './hint-line.tsx';
import { PoseBar } from './pose-bar.tsx';
import { SelectionVoice } from './selection-voice.tsx';

const selectItem = (state: EditorState) => state.item;
const selectAnnotations = (state: EditorState) => state.annotations;

/** The canvas with what lies above it. */
export function CanvasPane(props: {
  readonly stage: Stage;
  /** Why the picture cannot be shown. */
  readonly problem: unknown;
  /** What the right mouse button offers. */
  readonly menu: ReactNode;
  /** Pins, banners and messages above the picture. */
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation('studio');
  const { stage } = props;
  const keysId = useId();
  const [menuAt, setMenuAt] = useState<Point | null>(null);
  const attach = useCallback((host: HTMLElement | null) => (host ? stage.attach(host) : undefined), [stage]);
  const item = useEditorState(stage.editor, selectItem);
  const count = useEditorState(stage.editor, selectAnnotations).size;
  return (
    <div className={classes.pane}>
      <div className={classes.stage}>
        <div
          ref={attach}
          className={classes.canvas}
          role="application"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas takes keys, which is what `application` says
          tabIndex={0}
          aria-label={t('canvas.label', { count })}
          aria-describedby={keysId}
          data-testid="canvas"
          data-item={item?.id}
          onContextMenu={(event) => {
            event.preventDefault();
            if (stage.editor.finish()) return;
            const { left, top } = event.currentTarget.getBoundingClientRect();
            const at = { x: event.clientX - left, y: event.clientY - top };
            stage.editor.selectAt(at);
            setMenuAt(at);
          }}
        />
        <BrushBar editor={stage.editor} />
        <PoseBar editor={stage.editor} />
        <Minimap stage={stage} />
        <AdjustedSign editor={stage.editor} />
        <PlacedMenu at={menuAt} onClose={() => setMenuAt(null)}>
          {props.menu}
        </PlacedMenu>
        <p id={keysId} className={classes.voice}>
          {t('canvas.keys')}
        </p>
        <SelectionVoice editor={stage.editor} />
        {props.problem ? (
          <div className={classes.problem}>
            <ErrorPanel error={props.problem} title={t('problem.picture')} />
          </div>
        ) : null}
        {props.children}
      </div>
      <HintLine editor={stage.editor} />
    </div>
  );
}
