import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { clipOf, pasteClip, readClip, writeClip } from '#core/pipeline/edit/clipboard.ts';
import { notifyInfo } from '#renderer/ui/notify.ts';
import { freePlace } from '../canvas/add-node.ts';
import { middleOfCanvas } from '../canvas/middle.ts';
import { presentOf } from '../state/composer.ts';
import { useComposer } from '../state/context.tsx';
import { chosen } from '../state/selection.ts';

/** True while keys and the clipboard belong to a field or a dialog. */
function inField(): boolean {
  const focus = document.activeElement;
  return focus?.closest('input, textarea, select, [contenteditable=true], [role=dialog]') != null;
}

/**
 * Copies, cuts and pastes what is chosen as text of the system's clipboard, so that it goes from one pipeline into another,
 * into a file or a message. The browser's own events are used: they come from keys and from the menu alike.
 * @param drawing false: the graph cannot be seen, and nothing of it is taken or added
 */
export function useClipboard(drawing: boolean): void {
  const { t } = useTranslation('composer');
  const composer = useComposer();
  const { screenToFlowPosition } = useReactFlow();

  useEffect(() => {
    if (!drawing) return;
    function copy(event: ClipboardEvent): boolean {
      const { selection, history } = composer.getState();
      if (inField() || selection.nodes.size === 0 || !event.clipboardData) return false;
      event.clipboardData.setData('text/plain', writeClip(clipOf(history.present, selection.nodes)));
      event.preventDefault();
      return true;
    }
    const onCopy = (event: ClipboardEvent) => void copy(event);
    const onCut = (event: ClipboardEvent) => {
      if (copy(event)) composer.removeSelection();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (inField() || !event.clipboardData) return;
      const clip = readClip(event.clipboardData.getData('text/plain'));
      event.preventDefault();
      if (!clip) {
        notifyInfo(t('paste.refused'), t('paste.refusedText'));
        return;
      }
      const graph = presentOf(composer.getState());
      const at = freePlace(graph, middleOfCanvas(screenToFlowPosition));
      const pasted = pasteClip(graph, clip, () => crypto.randomUUID(), at);
      composer.edit(() => pasted.graph, { select: chosen({ nodes: pasted.nodeIds }) });
    };
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCut);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCut);
      document.removeEventListener('paste', onPaste);
    };
  }, [composer, drawing, screenToFlowPosition, t]);
}
