import type { ReactNode } from 'react';
import type { Item } from '#core/model/item.ts';
import type { Stage } from '../stage/stage.ts';
import { Transport } from './transport.tsx';
import { useVideo } from './use-video.ts';
import { VideoBanner } from './video-banner.tsx';

/** The canvas, and around it what a video needs when the item is one. */
export function VideoColumn(props: {
  readonly stage: Stage;
  readonly item: Pick<Item, 'id' | 'kind' | 'width' | 'height' | 'video'>;
  /** The canvas; it is told why the video cannot be shown, if so. */
  readonly children: (problem: unknown) => ReactNode;
}) {
  const { stage, item } = props;
  const video = useVideo(stage, item);
  const player = video?.player ?? null;
  return (
    <>
      {video && player ? <VideoBanner itemId={item.id} video={video} player={player} /> : null}
      {props.children(video?.problem ?? null)}
      {player ? <Transport key={item.id} editor={stage.editor} player={player} onDone={stage.focus} /> : null}
    </>
  );
}
