import { useEffect, useEffectEvent } from 'react';
import { InstallDialog } from '#renderer/ui/pipelines/install-dialog.tsx';
import { takeJump } from '#renderer/ui/pipelines/jump.ts';
import { useShowSpot } from '../problems/use-show-spot.ts';
import type { Saving } from './use-saving.ts';

/** Milliseconds until the canvas has been drawn and the whole graph put in sight. */
const DRAWN = 150;

/** The question before an install; and the place that the person was sent to from elsewhere is shown. */
export function LifeDialogs(props: { readonly pipelineId: string; readonly saving: Saving }) {
  const { pipelineId, saving } = props;
  const show = useShowSpot();
  const showWanted = useEffectEvent(() => {
    const spot = takeJump(pipelineId);
    if (spot) show(spot);
  });
  useEffect(() => {
    const timer = setTimeout(showWanted, DRAWN);
    return () => clearTimeout(timer);
  }, []);
  if (!saving.installing) return null;
  return (
    <InstallDialog
      pipeline={saving.installing}
      onClose={saving.stopInstalling}
      onProblem={(problem) => {
        saving.stopInstalling();
        show(problem);
      }}
    />
  );
}
