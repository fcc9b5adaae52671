import { openSpotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CommandKeys } from '#renderer/ui/key-caps.tsx';
import { useWorkspace } from '#renderer/ui/workspace.ts';
import logo from '../../../resources/icons/icon.svg';
import { ProjectSwitcher } from './project-switcher.tsx';
import { SaveBadge } from './save-badge.tsx';
import classes from './title-bar.module.css';
import { WorkspaceMenu } from './workspace-menu.tsx';

/** Which workspace and project this is, and whether everything is saved. */
export function TitleBar() {
  const { t } = useTranslation('app');
  const { workspace } = useWorkspace();
  return (
    <header className={classes.bar}>
      <div className={classes.left}>
        <img src={logo} alt="" className={classes.logo} />
        {workspace ? (
          <>
            <WorkspaceMenu workspace={workspace} />
            <ProjectSwitcher />
          </>
        ) : (
          <span>{t('product')}</span>
        )}
      </div>
      <button type="button" className={classes.search} onClick={openSpotlight}>
        <IconSearch size={14} aria-hidden />
        <span>{t('palette.placeholder')}</span>
        <CommandKeys command={{ id: 'palette.open', keys: ['mod+K'] }} />
      </button>
      <div className={classes.right}>{workspace ? <SaveBadge /> : null}</div>
    </header>
  );
}
