import { useEffect, useState } from 'react';
import { toPicture } from '#core/geometry/viewport.ts';
import { call } from '#renderer/client/client.ts';
import { notifyError } from '#renderer/client/notify.ts';
import type { Editor } from '#renderer/editor/editor.ts';
import type { Pin } from '#renderer/editor/tools/context.ts';
import { type Stage, useItemName, type View, type Walk, waitsHere } from '#renderer/features/studio/index.ts';

/** What a new issue is about; both null: the whole item. */
export type IssueTarget = { readonly annotationId: Pin['annotationId']; readonly point: Pin['point'] | null };

export type IssueDraft = {
  /** Null while no issue is being written. */
  readonly target: IssueTarget | null;
  /** Starts with the selected object, else with what is under the pointer, else with a click. */
  begin(): void;
  /** A place was clicked. */
  place(pin: Pin): void;
  cancel(): void;
  /** Pins the issue. `hold`: the item stays here for more; else it goes back to its annotator. */
  send(text: string, hold: boolean): Promise<void>;
  sendBack(): Promise<void>;
  remove(issueId: string): Promise<void>;
};

function targetUnder(editor: Editor): IssueTarget | null {
  const { selection, hovered, pointer, viewport, item } = editor.state.get();
  const annotationId = selection.ids[0] ?? hovered;
  if (annotationId) return { annotationId, point: null };
  if (!pointer || !item) return null;
  const point = toPicture(viewport, pointer);
  const inside = point.x >= 0 && point.y >= 0 && point.x <= item.width && point.y <= item.height;
  return inside ? { annotationId: null, point } : null;
}

/** Writing an issue: first where, then what. */
export function useIssueDraft(stage: Stage, view: View | null, walk: Walk): IssueDraft {
  const name = useItemName();
  const { editor } = stage;
  const [target, setTarget] = useState<IssueTarget | null>(null);
  const itemId = view?.item.id;
  // What was being written belongs to the item that was on the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item is the reason
  useEffect(() => setTarget(null), [itemId]);

  const end = () => {
    setTarget(null);
    if (editor.state.get().tool === 'pin') editor.takeTool('select');
    stage.focus();
  };

  const sentBack = (what: () => Promise<unknown>) => {
    if (!view) return Promise.resolve();
    const { item } = view;
    return walk.decide({ itemId: item.id, what: name(item), status: 'sent-back' }, what);
  };

  return {
    target,
    begin() {
      if (!view || !waitsHere(view)) return;
      const under = targetUnder(editor);
      if (under) setTarget(under);
      else editor.takeTool('pin');
    },
    place({ annotationId, point }) {
      setTarget({ annotationId, point: annotationId ? null : point });
    },
    cancel: end,
    async send(text, hold) {
      if (!view || !target) return;
      const issue = { taskId: view.task.id, itemId: view.item.id, ...target, text, hold };
      end();
      if (hold) await call('issues.open', issue).catch(notifyError);
      else await sentBack(() => call('issues.open', issue));
    },
    sendBack: () =>
      sentBack(() => call('issues.sendBack', { taskId: view?.task.id ?? '', itemId: view?.item.id ?? '' })),
    async remove(issueId) {
      await call('issues.remove', { issueId }).catch(notifyError);
    },
  };
}
