import { IconBook } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useCall } from '#renderer/client/hooks.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { QueryGate } from '#renderer/ui/query-gate.tsx';
import { routes } from '#renderer/ui/routes.ts';
import { PanelScreen } from '#renderer/ui/screen.tsx';
import classes from './help.module.css';
import { MarkdownView } from './markdown-view.tsx';

/** The page to begin with; the others follow in the order of their names. */
const FIRST = 'start';

function Page(props: { readonly name: string; readonly title: string }) {
  const page = useCall('help.page', { name: props.name });
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.name) box.current?.scrollTo(0, 0);
  }, [props.name]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever reads by keyboard scrolls it
    <section className={classes.page} ref={box} tabIndex={0} aria-label={props.title}>
      <QueryGate query={page}>{({ markdown }) => <MarkdownView markdown={markdown} />}</QueryGate>
    </section>
  );
}

/** The documentation that comes with the app. */
export function HelpScreen(props: { /** Null: the first one. */ readonly page: string | null }) {
  const { t } = useTranslation('help');
  const list = useCall('help.list', {});
  return (
    <PanelScreen title={t('title')}>
      <QueryGate query={list}>
        {(pages) => {
          const first = pages.find((page) => page.name === FIRST) ?? pages[0];
          const current = props.page ?? first?.name;
          if (!current) return <EmptyState icon={IconBook} title={t('none')} text={t('noneText')} />;
          return (
            <>
              <nav className={classes.list} aria-label={t('pages')}>
                {[...pages]
                  .sort((a, b) => Number(b === first) - Number(a === first))
                  .map((page) => (
                    <Link
                      key={page.name}
                      href={routes.help(page.name)}
                      className={classes.entry ?? ''}
                      aria-current={page.name === current ? 'page' : undefined}
                    >
                      {page.title}
                    </Link>
                  ))}
              </nav>
              <Page name={current} title={pages.find((page) => page.name === current)?.title ?? t('title')} />
            </>
          );
        }}
      </QueryGate>
    </PanelScreen>
  );
}
