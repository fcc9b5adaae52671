/** The real engine's calls as an editor wants them. */
import type { CallInput, CallOutput } from '#contract/index.ts';
import { changeSetIdSchema } from '#core/model/ids.ts';
import type { EnginePorts } from './rig.ts';

type Names = `annotations.${'apply' | 'list' | 'undo' | 'redo' | 'goTo' | 'restore'}`;
export type EngineCalls = {
  readonly [N in Names]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

export function enginePorts(calls: EngineCalls): Required<EnginePorts> {
  return {
    save: async ({ itemId, changeSetId, title, diffs }) => {
      await calls['annotations.apply']({
        itemId,
        changeSetId: changeSetIdSchema.parse(changeSetId),
        title,
        diffs: [...diffs],
      });
    },
    reload: async (itemId) => await calls['annotations.list']({ itemId }),
    undo: async (itemId) => await calls['annotations.undo']({ itemId }),
    redo: async (itemId) => await calls['annotations.redo']({ itemId }),
    goTo: async (itemId, stepId, { title, changeSetId }) =>
      await calls['annotations.goTo']({
        itemId,
        stepId,
        title,
        changeSetId: changeSetIdSchema.parse(changeSetId),
      }),
    restore: async (itemId, ids, { title, changeSetId }) =>
      await calls['annotations.restore']({
        itemId,
        annotationIds: [...ids],
        title,
        changeSetId: changeSetIdSchema.parse(changeSetId),
      }),
  };
}
