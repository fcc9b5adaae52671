import { useReactFlow } from '@xyflow/react';
import { type Place, placeOf } from '#core/pipeline/layout.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { CARD } from '#renderer/ui/flow/positions.ts';
import { presentOf } from '../state/composer.ts';
import { useComposed, useComposedProject, useComposer } from '../state/context.tsx';
import { ConnectTo } from './connect-to.tsx';
import { middleOfCanvas } from './middle.ts';
import { QuickAdd } from './quick-add.tsx';
import { spotOf } from './spot-of.ts';

/** Between a card and the window beside it, in pixels. */
const BESIDE = 12;

/** What the person asked for by key or button: what comes next, or another node to connect to. */
export function Asked() {
  const composer = useComposer();
  const graph = useComposed(presentOf);
  const selection = useComposed((state) => state.selection);
  const asked = useComposed((state) => state.asked);
  const { screenToFlowPosition, flowToScreenPosition } = useReactFlow();
  // Known before the window opens: who types at once finds them.
  useCall('datasets.list', { projectId: useComposedProject() });
  if (asked === null) return null;

  const onClose = () => composer.ask(null);
  const area = document.querySelector('[data-composer-canvas]')?.getBoundingClientRect();
  const shownAt = (place: Place): Place => {
    const { x, y } = flowToScreenPosition(place);
    return { x: x - (area?.left ?? 0) + BESIDE, y: y - (area?.top ?? 0) };
  };
  const [nodeId] = selection.nodes;
  const node = graph.nodes.find((one) => one.id === nodeId);
  const place = node && placeOf(node);
  const beside = place ? shownAt({ x: place.x + CARD.width, y: place.y }) : null;
  if (asked === 'target') {
    return node ? <ConnectTo from={node} shown={beside ?? { x: 0, y: 0 }} onClose={onClose} /> : null;
  }
  const { spot, at } = spotOf(graph, selection, middleOfCanvas(screenToFlowPosition));
  return <QuickAdd place={{ spot, at, shown: beside ?? shownAt(at) }} onClose={onClose} />;
}
