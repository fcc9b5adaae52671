import { Button, Textarea } from '@mantine/core';
import { IconArrowBackUp, IconPin, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clamp } from '#core/geometry/plane.ts';
import { toView } from '#core/geometry/viewport.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import { kindOf } from '#renderer/editor/kinds/kinds.ts';
import type { EditorState } from '#renderer/editor/state.ts';
import { useEditorState } from '#renderer/features/studio/index.ts';
import { KeyCaps } from '#renderer/ui/key-caps.tsx';
import classes from './issue-composer.module.css';
import type { IssueDraft, IssueTarget } from './use-issue-draft.ts';

/** CSS pixels; kept inside of the canvas. */
const WIDTH = 340;
const HEIGHT = 152;
const GAP = 12;

const whole = (state: EditorState) => state;

function placeOf(target: IssueTarget, state: EditorState) {
  const annotation = target.annotationId && state.annotations.get(target.annotationId);
  if (annotation) {
    const { right, top } = kindOf(annotation.geometry).bounds(annotation.geometry);
    return toView(state.viewport, { x: right, y: top });
  }
  return target.point ? toView(state.viewport, target.point) : { x: GAP, y: GAP };
}

/** A note at the place that an issue is about. Enter sends the item back with it. */
export function IssueComposer(props: {
  readonly editor: Editor;
  readonly draft: IssueDraft;
  readonly target: IssueTarget;
}) {
  const { t } = useTranslation('review');
  const { editor, draft, target } = props;
  const state = useEditorState(editor, whole);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  const at = placeOf(target, state);
  const left = clamp(at.x + GAP, GAP, Math.max(GAP, state.view.width - WIDTH - GAP));
  const top = clamp(at.y, GAP, Math.max(GAP, state.view.height - HEIGHT - GAP));
  const label = target.annotationId ? state.annotations.get(target.annotationId)?.label : undefined;

  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') draft.cancel();
    else if (event.key === 'Enter' && event.target === field.current) void draft.send(text, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      className={classes.composer}
      style={{ width: WIDTH, transform: `translate(${Math.round(left)}px, ${Math.round(top)}px)` }}
      role="dialog"
      aria-label={t('composer.title')}
      onKeyDown={onKey}
    >
      <div className={classes.head}>
        <IconPin size={15} aria-hidden />
        <strong>{label ? t('composer.object', { label }) : t('composer.place')}</strong>
        <button
          type="button"
          className={classes.close}
          aria-label={t('composer.cancel')}
          onClick={draft.cancel}
        >
          <IconX size={14} aria-hidden />
        </button>
      </div>
      <Textarea
        ref={field}
        rows={2}
        maxLength={4000}
        aria-label={t('composer.text')}
        placeholder={t('composer.text')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button
          size="compact-sm"
          variant="default"
          rightSection={<KeyCaps keys="Shift+Enter" />}
          onClick={() => void draft.send(text, true)}
        >
          {t('composer.more')}
        </Button>
        <Button
          size="compact-sm"
          color="pink"
          leftSection={<IconArrowBackUp size={14} aria-hidden />}
          rightSection={<KeyCaps keys="Enter" />}
          onClick={() => void draft.send(text, false)}
        >
          {t('composer.send')}
        </Button>
      </div>
    </div>
  );
}
