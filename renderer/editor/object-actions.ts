/** What is said of the objects of a picture besides label and shape: flags, groups, parts, attributes, order. */

import { changeAttributes } from '#core/annotation/commands.ts';
import {
  changeDepth,
  changeFlags,
  changeParent,
  type DepthStep,
  groupObjects,
  type PlainFlags,
  turnsOn,
} from '#core/annotation/commands-flags.ts';
import type { Annotation, AnnotationDiff } from '#core/model/annotation.ts';
import type { Metadata } from '#core/model/common.ts';
import type { AnnotationId } from '#core/model/ids.ts';
import { flagsOf, isLocked } from '#core/model/object-flags.ts';
import type { EditPorts } from './edits.ts';
import type { EditorState } from './state.ts';
import type { StepName } from './steps.ts';
import type { Store } from './store.ts';

type Ids = readonly AnnotationId[];

/** Of the selected objects when none are named. Locked ones stay as they are, and the person is told. */
export type ObjectActions = {
  /** Sets the flag for all of them, or clears it when all have it. */
  toggle(flag: 'occluded' | 'locked', ids?: Ids): void;
  setFlags(change: PlainFlags, ids?: Ids): void;
  order(step: DepthStep, ids?: Ids): void;
  group(ids?: Ids): void;
  ungroup(ids?: Ids): void;
  /** Parts of that object; null: of none. */
  setParent(parentId: AnnotationId | null, ids?: Ids): void;
  /** The one that was selected last becomes the parent of the others. */
  join(): void;
  /** From each of them to the one that was selected last. */
  relate(): void;
  /** No relations among them any more. */
  unrelate(): void;
  /** Values by key; undefined takes one away. */
  setAttributes(change: Metadata, ids?: Ids): void;
};

type Parts = {
  readonly store: Store<EditorState>;
  readonly ports: Pick<EditPorts, 'now' | 'person' | 'newChangeSetId' | 'notice'>;
  /** Ends what is under way. */
  settle(): void;
  commit(step: StepName, diffs: readonly AnnotationDiff[]): void;
};

export function createObjectActions({ store, ports, settle, commit }: Parts): ObjectActions {
  const stamp = () => ({ person: ports.person(), at: ports.now() });

  /** The objects as one step of the history; nothing at all where nothing may be changed. */
  function act(
    step: StepName,
    ids: Ids | undefined,
    change: (objects: readonly Annotation[]) => readonly AnnotationDiff[],
    which: 'free' | 'all' = 'free',
  ): void {
    settle();
    const { editable, annotations, selection } = store.get();
    const objects = (ids ?? selection.ids).flatMap((id) => annotations.get(id) ?? []);
    if (objects.length === 0) return;
    if (!editable) {
      ports.notice('read-only');
      return;
    }
    const free = which === 'all' ? objects : objects.filter((object) => !isLocked(object));
    if (free.length < objects.length) ports.notice('locked');
    commit(step, change(free));
  }

  return {
    toggle(flag, ids) {
      act(
        flag,
        ids,
        (objects) => changeFlags(objects, { [flag]: turnsOn(objects, flag) }, stamp()),
        flag === 'locked' ? 'all' : 'free',
      );
    },
    setFlags: (change, ids) => act('flags', ids, (objects) => changeFlags(objects, change, stamp())),
    order: (step, ids) =>
      act('order', ids, (objects) => changeDepth(objects, store.get().annotations.values(), step, stamp())),
    group: (ids) =>
      act('group', ids, (objects) =>
        objects.length < 2 ? [] : groupObjects(objects, ports.newChangeSetId(), stamp()),
      ),
    ungroup: (ids) => act('ungroup', ids, (objects) => groupObjects(objects, null, stamp())),
    setParent: (parentId, ids) =>
      act('parent', ids, (objects) => changeParent(objects, parentId, store.get().annotations, stamp())),
    join() {
      const { ids } = store.get().selection;
      const parent = ids.at(-1);
      const parts = ids.slice(0, -1);
      if (parent === undefined || parts.length === 0) return;
      act('parent', parts, (objects) => changeParent(objects, parent, store.get().annotations, stamp()));
    },
    relate() {
      const { ids } = store.get().selection;
      const to = ids.at(-1);
      if (to === undefined) return;
      act('relation', ids.slice(0, -1), (objects) =>
        objects.flatMap((object) => {
          const { relations } = flagsOf(object);
          const there = relations.some((relation) => relation.to === to);
          return there
            ? []
            : changeFlags([object], { relations: [...relations, { to, label: '' }] }, stamp());
        }),
      );
    },
    unrelate() {
      const ids = new Set(store.get().selection.ids);
      act('relation', undefined, (objects) =>
        objects.flatMap((object) => {
          const relations = flagsOf(object).relations.filter(({ to }) => !ids.has(to));
          return changeFlags([object], { relations }, stamp());
        }),
      );
    },
    setAttributes: (change, ids) =>
      act('attribute', ids, (objects) =>
        objects
          .filter(({ attributes }) =>
            Object.entries(change).some(([key, value]) => !same(attributes[key], value)),
          )
          .map((object) => changeAttributes(object, change, stamp())),
      ),
  };
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
