/** What toolbar, keys, hints and help must know of a tool. Every tool's tool.ts has one. */
import type { Tool as RecipeTool } from '#core/model/recipe.ts';
import type { Pen } from '../render/pen.ts';
import type { EditorState } from '../state.ts';
import type { Tool } from './tool.ts';

export type ToolSpec = {
  create(): Tool;
  /** Keys that take it, as commands write them. */
  readonly keys: readonly string[];
  /** Where the toolbar has it. `draw`: makes shapes; `change`: reworks shapes; `screen`: a screen hands it out. */
  readonly group: 'select' | 'draw' | 'change' | 'screen';
  /** What it makes, in a recipe's words; taken only where one of these is allowed. Empty: always. */
  readonly makes: readonly RecipeTool[];
  /** Names of the sentences that its states use; each has a text on the screen. */
  readonly hints: readonly string[];
  /** True: works by single clicks, so that a double click is no wish to see the whole picture. */
  readonly clicks?: boolean;
  /** Lines through the pointer help to place it. */
  readonly crosshair?: boolean;
  /** True: Ctrl is the tool's own, and does not lend the select tool. */
  readonly ownsCtrl?: boolean;
  /** What [ and ] and Ctrl+wheel set of the brush. */
  readonly brush?: 'size' | 'tolerance';
  /** Draws what the tool shows of itself, above everything. */
  paint?(pen: Pen, state: EditorState): void;
};
