import type { ReactNode } from 'react';
import { EngineBanner } from './engine-banner.tsx';
import classes from './frame.module.css';
import { Rail } from './rail.tsx';
import { StatusBar } from './status-bar.tsx';
import { TitleBar } from './title-bar.tsx';

/** Title bar, rail and status bar around a screen. */
export function Frame(props: { readonly children: ReactNode }) {
  return (
    <div className={classes.frame}>
      <div className={classes.title}>
        <TitleBar />
      </div>
      <div className={classes.banner}>
        <EngineBanner />
      </div>
      <div className={classes.rail}>
        <Rail />
      </div>
      <main className={classes.main}>{props.children}</main>
      <div className={classes.status}>
        <StatusBar />
      </div>
    </div>
  );
}
