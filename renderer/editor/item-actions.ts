/** What is said of a picture as a whole: tags, which are annotations of the type `class`, and its own attributes. */
import { ITEM_LABEL } from '#core/annotation/attributes.ts';
import { changeAttributes, createAnnotation, deleteAnnotation } from '#core/annotation/commands.ts';
import type { Annotation, AnnotationDiff } from '#core/model/annotation.ts';
import type { Metadata } from '#core/model/common.ts';
import { isLocked } from '#core/model/object-flags.ts';
import type { EditPorts } from './edits.ts';
import type { EditorState } from './state.ts';
import type { StepName } from './steps.ts';
import type { Store } from './store.ts';

export type ItemActions = {
  /** Tags the item, or takes the tag away. `single`: other tags go, too. */
  toggleTag(label: string, single: boolean): void;
  /** Values of the item's own attributes by key; undefined takes one away. */
  setItemAttributes(change: Metadata): void;
};

type Parts = {
  readonly store: Store<EditorState>;
  readonly ports: Pick<EditPorts, 'now' | 'person' | 'newAnnotationId' | 'notice'>;
  settle(): void;
  commit(step: StepName, diffs: readonly AnnotationDiff[]): void;
};

/** The annotation that carries the item's own attributes. */
export function itemAnnotation(annotations: EditorState['annotations']): Annotation | null {
  return tagsIn(annotations).find(({ label }) => label === ITEM_LABEL) ?? null;
}

export function tagsIn(annotations: EditorState['annotations']): Annotation[] {
  return [...annotations.values()].filter(({ geometry }) => geometry.type === 'class');
}

export function createItemActions({ store, ports, settle, commit }: Parts): ItemActions {
  const stamp = () => ({ person: ports.person(), at: ports.now() });

  /** The tags and a maker of new ones; null, and a word, where nothing may be changed. */
  function begin() {
    settle();
    const { item, editable, annotations } = store.get();
    if (!item) return null;
    if (!editable) {
      ports.notice('read-only');
      return null;
    }
    const make = (label: string) => {
      const geometry = { type: 'class' } as const;
      return createAnnotation({ id: ports.newAnnotationId(), itemId: item.id, label, geometry }, stamp());
    };
    return { tags: tagsIn(annotations), make };
  }

  return {
    toggleTag(label, single) {
      const work = begin();
      if (!work) return;
      const there = work.tags.filter((tag) => tag.label === label);
      const others = work.tags.filter((tag) => single && tag.label !== label && tag.label !== ITEM_LABEL);
      const gone = there.length > 0 ? there : others;
      if (gone.some(isLocked)) {
        ports.notice('locked');
        return;
      }
      commit('tag', [...gone.map(deleteAnnotation), ...(there.length > 0 ? [] : [work.make(label)])]);
    },
    setItemAttributes(change) {
      const work = begin();
      if (!work) return;
      const own = work.tags.find(({ label }) => label === ITEM_LABEL);
      if (own) commit('attribute', [changeAttributes(own, change, stamp())]);
      else {
        const made = work.make(ITEM_LABEL);
        const values = Object.entries(change).filter(([, value]) => value !== undefined);
        if (values.length === 0 || !made.after) return;
        commit('attribute', [{ ...made, after: { ...made.after, attributes: Object.fromEntries(values) } }]);
      }
    },
  };
}
