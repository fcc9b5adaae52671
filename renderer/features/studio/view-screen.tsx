import { Anchor } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Item } from '#core/model/item.ts';
import { useCall } from '#renderer/client/hooks.ts';
import { useCommands } from '#renderer/ui/commands/use-commands.ts';
import { ErrorPanel } from '#renderer/ui/error-panel.tsx';
import { SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { CanvasMenu } from './canvas/canvas-menu.tsx';
import { CanvasPane } from './canvas/canvas-pane.tsx';
import { PictureDetail } from './canvas/picture-detail.tsx';
import { Toolbar } from './canvas/toolbar.tsx';
import { useCanvasCommands } from './commands/use-canvas-commands.ts';
import { useEditCommands } from './commands/use-edit-commands.ts';
import { useToolCommands } from './commands/use-tool-commands.ts';
import { ConflictMark } from './layout/conflict-mark.tsx';
import classes from './layout/item-header.module.css';
import { CenterColumn, Workbench } from './layout/workbench.tsx';
import { ObjectsPanel } from './panels/objects-panel.tsx';
import { ObjectCount, SideColumn } from './panels/side-column.tsx';
import { WindowPanel } from './panels/window-panel.tsx';
import { startPicture } from './stage/pictures.ts';
import type { Stage } from './stage/stage.ts';
import { useShownItem } from './stage/use-shown-item.ts';
import { useStage } from './stage/use-stage.ts';
import { VideoColumn } from './video/video-column.tsx';

function Header(props: { readonly item: Item }) {
  const { t } = useTranslation('studio');
  const { item } = props;
  return (
    <div className={classes.place}>
      <Anchor component={Link} href={routes.data(item.datasetId)} size="sm" c="dimmed" underline="hover">
        {t('view.data')}
      </Anchor>
      <IconChevronRight size={13} aria-hidden />
      <h1 className={classes.item} title={item.name} data-selectable>
        {item.name}
      </h1>
      <ConflictMark itemId={item.id} />
    </div>
  );
}

function ViewBench(props: { readonly stage: Stage; readonly item: Item; readonly problem: unknown }) {
  const { t } = useTranslation('studio');
  const { stage, item } = props;
  const { editor } = stage;
  // Nothing is drawn here.
  const tools = useToolCommands(editor).filter(({ enabled }) => enabled);
  const canvas = useCanvasCommands(editor);
  const edit = useEditCommands(editor);
  useCommands([...tools, ...Object.values(canvas), ...Object.values(edit)]);
  return (
    <Workbench
      label={t('view.title')}
      header={
        <>
          <Header item={item} />
          <Toolbar editor={editor} tools={tools} canvas={canvas} edit={edit} />
        </>
      }
      center={
        <CenterColumn>
          <VideoColumn stage={stage} item={item}>
            {(problem) => (
              <CanvasPane
                stage={stage}
                problem={props.problem ?? problem}
                menu={<CanvasMenu editor={editor} tools={tools} canvas={canvas} edit={edit} />}
              >
                <PictureDetail stage={stage} item={item} />
              </CanvasPane>
            )}
          </VideoColumn>
        </CenterColumn>
      }
      right={
        <SideColumn
          label={t('objects.title')}
          first="objects"
          footer={<WindowPanel stage={stage} item={item} />}
          tabs={[
            {
              id: 'objects',
              title: t('objects.title'),
              count: <ObjectCount editor={editor} />,
              content: <ObjectsPanel editor={editor} />,
            },
          ]}
        />
      }
    />
  );
}

/** Nothing on this screen can be picked. */
const noPins = () => undefined;

/** An item to be looked at, outside of any task. */
export function ViewScreen(props: { readonly itemId: string }) {
  const { itemId } = props;
  useLayoutEffect(() => startPicture(itemId), [itemId]);
  const item = useCall('items.get', { itemId }, { keepPrevious: true });
  const annotations = useCall('annotations.list', { itemId }, { keepPrevious: true });
  const stage = useStage(noPins);
  const both = item.data && annotations.data && !item.isPlaceholderData && !annotations.isPlaceholderData;
  const ready = both ? item.data : undefined;
  // Until all of the next item is there, the one before it stays: making the whole screen anew takes longer.
  const [last, setLast] = useState(ready);
  if (ready && ready !== last) setLast(ready);
  const problem = useShownItem(stage, ready, annotations.data);
  const failed = [item, annotations].find((query) => query.isError && !query.data);
  if (failed) return <ErrorPanel error={failed.error} onRetry={() => void failed.refetch()} />;
  const shown = ready ?? last;
  if (!stage || !shown) return <SkeletonRows />;
  return <ViewBench stage={stage} item={shown} problem={problem} />;
}
