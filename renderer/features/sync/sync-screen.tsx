import { Button, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '#renderer/client/hooks.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { LinkButton } from '#renderer/ui/link-button.tsx';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { Screen } from '#renderer/ui/screen.tsx';
import { useWorkspace } from '#renderer/ui/workspace.ts';
import { ConflictsCard } from './conflicts/card.tsx';
import { ConnectForm } from './connect-form.tsx';
import { PacksCard } from './packs-card.tsx';
import { ParkedCard } from './parked-card.tsx';
import { PipelinesCard } from './pipelines-card.tsx';
import { RecipesCard } from './recipes-card.tsx';
import { RemoteCard } from './remote-card.tsx';
import classes from './sync.module.css';

/** What goes to remotes and comes from them, what stands in the way, and what a person has to decide. */
export function SyncScreen(props: { readonly itemId: string | null }) {
  const { t } = useTranslation('sync');
  const [adding, setAdding] = useState(false);
  const { workspace } = useWorkspace();
  const enabled = workspace !== null;
  const remotes = useCall('sync.remotes', {}, { enabled });
  const states = useCall('sync.states', {}, { enabled });
  if (!workspace) {
    return <EmptyState level={1} icon={IconRefresh} title={t('noWorkspace')} text={t('noWorkspaceText')} />;
  }
  return (
    <Screen
      title={t('title')}
      actions={
        <LinkButton to={routes.help('sync')} variant="default">
          {t('help')}
        </LinkButton>
      }
    >
      <div className={classes.page}>
        <ConflictsCard itemId={props.itemId} />
        <ParkedCard />
        <RecipesCard />
        <QueryGate query={remotes}>
          {(known) => {
            const list = known.filter(({ kind }) => kind !== 'pack');
            return (
              <>
                {list.map((remote) => (
                  <RemoteCard
                    key={remote.id}
                    remote={remote}
                    state={states.data?.find(({ remoteId }) => remoteId === remote.id) ?? null}
                  />
                ))}
                {list.length > 0 ? <PipelinesCard remotes={list} /> : null}
                {list.length === 0 || adding ? (
                  <Card title={t(list.length === 0 ? 'connect.title' : 'connect.another')}>
                    <Text size="sm" c="dimmed" className={classes.text ?? ''}>
                      {t('connect.text')}
                    </Text>
                    <ConnectForm onDone={() => setAdding(false)} />
                  </Card>
                ) : (
                  <Button variant="default" className={classes.another ?? ''} onClick={() => setAdding(true)}>
                    {t('connect.another')}
                  </Button>
                )}
              </>
            );
          }}
        </QueryGate>
        <PacksCard />
      </div>
    </Screen>
  );
}
