import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CodeProblem } from '#core/model/code-trial.ts';
import type { CodeLanguage } from '#core/pipeline/kinds/code.ts';
import { call } from '#renderer/client/client.ts';
import classes from './code.module.css';
import { createCodeEditor, type CodeEditor as Editor } from './editor.ts';
import type { CodeScope } from './fields.ts';

/** Escape belongs to the editor: lists close by it, and a Tab after it leaves. */
function keepEscape(event: KeyboardEvent) {
  if (event.key === 'Escape') event.stopPropagation();
}

/** A snippet to be written, with its language's colours, completion and errors. */
export function CodeEditor(props: {
  readonly label: string;
  readonly code: string;
  readonly language: CodeLanguage;
  readonly scope: CodeScope;
  readonly large: boolean;
  /** Where a trial went wrong. */
  readonly problem: CodeProblem | null;
  readonly onChange: (code: string) => void;
  readonly onBlur: () => void;
}) {
  const { t } = useTranslation('forms');
  const holder = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const latest = useRef(props);
  const hint = useId();
  const grammar = t('code.grammar');
  const { label, code, language, problem } = props;

  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const parent = holder.current;
    if (!parent) return;
    const made = createCodeEditor(
      {
        parent,
        code: latest.current.code,
        language: latest.current.language,
        label,
        scope: () => latest.current.scope,
        check: async (source) =>
          (await call('code.check', { language: latest.current.language, code: source })).problem,
        onChange: (next) => latest.current.onChange(next),
        onBlur: () => latest.current.onBlur(),
      },
      grammar,
    );
    editor.current = made;
    return () => {
      editor.current = null;
      made.close();
    };
  }, [label, grammar]);
  useEffect(() => editor.current?.setCode(code), [code]);
  useEffect(() => editor.current?.setLanguage(language), [language]);
  useEffect(() => editor.current?.mark(problem), [problem]);

  return (
    <div className={classes.holder} data-large={props.large ? true : undefined}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the editor inside is what takes the keys */}
      <div ref={holder} className={classes.editor} onKeyDown={keepEscape} aria-describedby={hint} />
      <span id={hint} className={classes.hint}>
        {t('code.leave')}
      </span>
    </div>
  );
}
