import { IconLinkOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useProjectChoice } from '#renderer/ui/project.ts';
import { SkeletonRows } from '#renderer/ui/query-gate.tsx';
import { Screen } from '#renderer/ui/screen.tsx';
import { useWorkspace } from '#renderer/ui/workspace.ts';
import { findLinked } from './linked.ts';

/** Leads on to what a link from outside names, in the project it belongs to; says so when it is not here. */
export function LinkScreen(props: { readonly kind: string; readonly id: string }) {
  const { t } = useTranslation('app');
  const { kind, id } = props;
  const [, navigate] = useLocation();
  const { workspace, pending } = useWorkspace();
  const choose = useProjectChoice((choice) => choice.choose);
  const [lost, setLost] = useState<string | null>(null);
  const path = workspace?.path ?? null;

  useEffect(() => {
    if (path === null) return;
    let over = false;
    setLost(null);
    void findLinked(kind, id).then(
      ({ address, projectId }) => {
        if (over) return;
        if (projectId !== null) choose(projectId);
        navigate(address, { replace: true });
      },
      (error: unknown) => {
        if (!over) setLost(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      over = true;
    };
  }, [path, kind, id, choose, navigate]);

  const text = lost ?? (path === null && !pending ? t('link.noWorkspace') : null);
  return (
    <Screen title={t('link.title')}>
      {text === null ? (
        <SkeletonRows />
      ) : (
        <EmptyState icon={IconLinkOff} title={t('link.lost')} text={`${text} ${t('link.lostText')}`} />
      )}
    </Screen>
  );
}
