/** Opening another workspace. */
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { isSluiceError } from '#core/errors.ts';
import { useMutate } from '#renderer/client/hooks.ts';
import { notifyError } from '#renderer/client/notify.ts';
import { useDamagedWorkspace } from './damaged-workspace.ts';
import { useProjectChoice } from './project.ts';
import { routes } from './routes.ts';

export type OpenWorkspaceActions = {
  /** Opens the workspace in the folder (making one there when there is none), then shows Home. */
  open(path: string): Promise<void>;
  /** Asks for the folder first. */
  chooseAndOpen(): Promise<void>;
  readonly busy: boolean;
};

/** The functions never reject: what goes wrong shows as a notification, a damaged database on the start screen. */
export function useOpenWorkspace(): OpenWorkspaceActions {
  const { t } = useTranslation('ui');
  const [, navigate] = useLocation();
  const openAt = useMutate('workspaces.open', { quiet: true });
  const ask = useMutate('dialogs.chooseFolder');

  async function open(path: string) {
    const { tell } = useDamagedWorkspace.getState();
    const opened = await openAt.mutateAsync({ path }).catch((error: unknown) => {
      if (isSluiceError(error, 'database-corrupt')) {
        tell({ path, message: error.message });
        navigate(routes.home());
      } else notifyError(error);
      return null;
    });
    if (!opened) return;
    tell(null);
    useProjectChoice.getState().choose(null);
    navigate(routes.home());
  }

  return {
    open,
    async chooseAndOpen() {
      const answer = await ask.mutateAsync({ title: t('workspace.choose') }).catch(() => null);
      if (answer?.path) await open(answer.path);
    },
    busy: openAt.isPending,
  };
}
