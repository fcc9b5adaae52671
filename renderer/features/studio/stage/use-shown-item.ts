import { useEffect, useState } from 'react';
import type { Annotation } from '#core/model/annotation.ts';
import type { Item } from '#core/model/item.ts';
import { bringPicture } from './bring-picture.ts';
import { pictureKey, pictures } from './pictures.ts';
import type { Stage } from './stage.ts';

/** Shows an item to be looked at, not changed. Answers why its picture cannot be shown. */
export function useShownItem(
  stage: Stage | null,
  item: Item | undefined,
  annotations: readonly Annotation[] | undefined,
): unknown {
  const [problem, setProblem] = useState<unknown>(null);
  useEffect(() => {
    if (!stage || !item || !annotations || stage.editor.state.get().item?.id === item.id) return;
    let over = false;
    const key = pictureKey(item.id);
    bringPicture(item, {
      first(picture, why = null) {
        if (over) return;
        const width = item.width || picture?.width || 1;
        const height = item.height || picture?.height || 1;
        const frame = item.kind === 'video' ? 0 : null;
        stage.show({ item: { id: item.id, width, height }, annotations, editable: false, frame }, picture);
        pictures.use(key);
        setProblem(why);
      },
      finer(picture) {
        if (stage.editor.state.get().item?.id !== item.id) return;
        stage.swap(item.id, picture);
        pictures.use(key);
      },
    });
    return () => {
      over = true;
    };
  }, [stage, item, annotations]);
  return problem;
}
