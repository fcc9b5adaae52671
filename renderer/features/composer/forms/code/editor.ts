/** The editor for snippets. Comes with its library only when it is shown. */
import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript, javascriptLanguage, typescriptLanguage } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
  syntaxTree,
} from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension, type Text } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  tooltips,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { CodeProblem } from '#core/model/code-trial.ts';
import type { CodeLanguage } from '#core/pipeline/kinds/code.ts';
import { type CodeScope, fieldsAt } from './fields.ts';

export type CodeEditorOptions = {
  readonly parent: HTMLElement;
  readonly code: string;
  readonly language: CodeLanguage;
  readonly label: string;
  /** What completion knows, when it is asked for. */
  readonly scope: () => CodeScope;
  /** Looks at what was typed, once typing has paused; null: nothing is wrong. */
  readonly check: (code: string) => Promise<CodeProblem | null>;
  readonly onChange: (code: string) => void;
  readonly onBlur: () => void;
};

export type CodeEditor = {
  /** The code from elsewhere; nothing happens when it is what is there. */
  setCode(code: string): void;
  setLanguage(language: CodeLanguage): void;
  /** Marks where it went wrong, until the next change. */
  mark(problem: CodeProblem | null): void;
  focus(): void;
  close(): void;
};

/** Milliseconds without a key until the code is looked at. */
const PAUSE = 500;

/** By the tokens of the app, so that they follow its light, dark and high-contrast sets. */
const LOOK = EditorView.theme({
  '&': { height: '100%', fontSize: '12.5px', color: 'var(--sl-text)', backgroundColor: 'var(--sl-panel)' },
  '&.cm-focused': { outline: '2px solid var(--sl-accent)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--sl-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--sl-text)' },
  '.cm-gutters': {
    backgroundColor: 'var(--sl-panel-2)',
    color: 'var(--sl-text-faint)',
    borderRight: '1px solid var(--sl-line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--sl-hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--sl-accent) 26%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--sl-active)' },
  '.cm-tooltip': {
    zIndex: '1000',
    border: '1px solid var(--sl-line-strong)',
    backgroundColor: 'var(--sl-panel)',
    color: 'var(--sl-text)',
    boxShadow: 'var(--sl-shadow)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--sl-accent)',
    color: 'var(--sl-panel)',
  },
  '.cm-completionDetail': { color: 'inherit', opacity: '0.75' },
});

const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.controlKeyword], color: 'var(--sl-rework)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--sl-done)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--sl-waiting)' },
  { tag: [tags.comment], color: 'var(--sl-text-faint)', fontStyle: 'italic' },
  { tag: [tags.function(tags.variableName), tags.definition(tags.variableName)], color: 'var(--sl-running)' },
  { tag: [tags.typeName, tags.className], color: 'var(--sl-accent)' },
  { tag: [tags.invalid], color: 'var(--sl-failed)' },
]);

function completions(scope: () => CodeScope) {
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.matchBefore(/[\w$]+(?:\[[^\]\s]*\])?(?:\??\.[\w$]*(?:\[[^\]\s]*\])?)+/);
    if (!before?.text.includes('.')) return null;
    const fields = fieldsAt(context.state.doc.toString(), before.text, scope());
    if (!fields) return null;
    const from = before.from + before.text.lastIndexOf('.') + 1;
    return {
      from,
      validFor: /^[\w$]*$/,
      options: fields.map(({ name, type }) => ({
        label: name,
        type: type.startsWith('(') ? 'function' : 'property',
        detail: type,
      })),
    };
  };
}

function languageOf(language: CodeLanguage, scope: () => CodeScope): Extension {
  if (language === 'python') return python();
  const own = { autocomplete: completions(scope) };
  return language === 'typescript'
    ? [javascript({ typescript: true }), typescriptLanguage.data.of(own)]
    : [javascript(), javascriptLanguage.data.of(own)];
}

/** Where the grammar lost its way; for languages that nobody else looks at. */
function grammarProblem(state: EditorState): Diagnostic[] {
  const found: Diagnostic[] = [];
  syntaxTree(state).iterate({
    enter: ({ type, from, to }) => {
      if (!type.isError || found.length > 0) return;
      const line = state.doc.lineAt(from);
      const end = Math.max(to, Math.min(line.to, from + 1));
      found.push({ from: Math.min(from, end), to: end, severity: 'error', message: '' });
    },
  });
  return found;
}

function diagnosticOf(state: EditorState, { message, place }: CodeProblem): Diagnostic {
  const line = state.doc.line(Math.min(Math.max(place?.line ?? 1, 1), state.doc.lines));
  const from = Math.min(line.to, line.from + Math.max(0, (place?.column ?? 1) - 1));
  return { from: from === line.to ? line.from : from, to: line.to, severity: 'error', message };
}

/** @param grammar says that the code cannot be understood, where nothing more is known. */
export function createCodeEditor(options: CodeEditorOptions, grammar: string): CodeEditor {
  const { scope, check } = options;
  const language = new Compartment();
  let spoken = options.language;
  let outside = false;
  /** Where a trial went wrong, in the code that was tried: checking that code finds nothing of it. */
  let failed: { readonly problem: CodeProblem; readonly doc: Text } | null = null;

  async function lint(view: EditorView): Promise<Diagnostic[]> {
    if (spoken === 'python') {
      return grammarProblem(view.state).map((problem) => ({ ...problem, message: grammar }));
    }
    const { doc } = view.state;
    const found = await check(doc.toString()).catch(() => null);
    const problem = found ?? (failed?.doc === doc ? failed.problem : null);
    return problem && view.state.doc === doc ? [diagnosticOf(view.state, problem)] : [];
  }

  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.code,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        highlightSpecialChars(),
        highlightActiveLine(),
        indentOnInput(),
        bracketMatching(),
        autocompletion({ icons: false }),
        syntaxHighlighting(COLOURS),
        LOOK,
        // A window in front of the others is moved by a transform, which would move what is inside of it twice.
        tooltips({ parent: document.body }),
        language.of(languageOf(spoken, scope)),
        linter(lint, { delay: PAUSE }),
        // Escape, then Tab, leaves the editor: the library sees to that.
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          // Else Escape would close the window around it before the editor sees the key.
          'data-mantine-stop-propagation': 'true',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !outside) options.onChange(update.state.doc.toString());
          if (update.focusChanged && !update.view.hasFocus) options.onBlur();
        }),
      ],
    }),
  });

  return {
    setCode(code) {
      if (view.state.doc.toString() === code) return;
      outside = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: code } });
      outside = false;
    },
    setLanguage(next) {
      if (next === spoken) return;
      spoken = next;
      view.dispatch({ effects: language.reconfigure(languageOf(next, scope)) });
    },
    mark(problem) {
      failed = problem ? { problem, doc: view.state.doc } : null;
      view.dispatch(setDiagnostics(view.state, problem ? [diagnosticOf(view.state, problem)] : []));
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
