import { IconPhoto, IconVideo } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { ItemKind } from '#core/model/item.ts';
import { mediaUrl } from '#renderer/client/media.ts';
import classes from './thumb.module.css';

/** An item's small picture, fitted into its box; a sign of its kind while there is none. */
export function Thumb(props: { readonly itemId: string; readonly kind: ItemKind; readonly alt?: string }) {
  const [state, setState] = useState<'loading' | 'shown' | 'missing'>('loading');
  const Sign = props.kind === 'video' ? IconVideo : IconPhoto;
  const letGo = useCallback((image: HTMLImageElement | null) => {
    // An element that has left the page goes on loading: this ends it, and the picture is not made for nobody.
    return () => image?.removeAttribute('src');
  }, []);
  return (
    <span className={classes.thumb} data-state={state}>
      {state === 'missing' ? <Sign size={22} stroke={1.4} aria-hidden /> : null}
      <img
        ref={letGo}
        src={mediaUrl(props.itemId, 'thumb')}
        alt={props.alt ?? ''}
        decoding="async"
        draggable={false}
        onLoad={() => setState('shown')}
        onError={() => setState('missing')}
        hidden={state === 'missing'}
      />
    </span>
  );
}
