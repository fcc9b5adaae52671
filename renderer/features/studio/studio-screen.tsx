import { routes } from '#renderer/ui/routes.ts';
import { ItemWalk } from './item-walk.tsx';
import { StudioBench } from './studio-bench.tsx';

const noPins = () => undefined;

/** Labels the items of a task, one after the other. */
export function StudioScreen(props: { readonly taskId: string; readonly itemId: string | null }) {
  return (
    <ItemWalk taskId={props.taskId} itemId={props.itemId} address={routes.studio} onPin={noPins}>
      {(bench) => <StudioBench {...bench} />}
    </ItemWalk>
  );
}
