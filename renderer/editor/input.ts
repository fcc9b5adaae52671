/** Brings the pointer to the tool that it belongs to. */
import type { Heard } from './assist/questions.ts';
import type { EditorState } from './state.ts';
import type { Store } from './store.ts';
import type { ToolContext } from './tools/context.ts';
import { createHandTool } from './tools/hand/tool.ts';
import { createTools, specOf } from './tools/registry.ts';
import type { PointerInput, Tool } from './tools/tool.ts';

export type PointerButton = 'main' | 'middle';

export type Input = {
  down(input: PointerInput, button: PointerButton): void;
  move(input: PointerInput): void;
  up(input: PointerInput): void;
  /** Presses, and lets go at once of what needs no holding. */
  press(input: PointerInput): void;
  leave(): void;
  /** Space is held or let go: as long as it is, the pointer moves the picture. */
  hold(held: boolean): void;
  /** What was begun is whole. True when there was something. */
  finish(): boolean;
  /** Takes the last vertex back. True when there was one. */
  back(): boolean;
  /** Brings what assistance says to the tool that asked. */
  answered(heard: Heard): void;
  /** Steps back from a stroke or drag. True when there was one. */
  cancel(): boolean;
  /** Forgets a stroke or drag whose shapes are gone. */
  reset(): void;
  /** True in the middle of a stroke or drag. */
  busy(): boolean;
  /** True while the button must stay down. */
  holds(): boolean;
  /** Brings cursor and hint up to date after a change that did not come from the pointer. */
  refresh(): void;
};

export function createInput(store: Store<EditorState>, context: ToolContext): Input {
  const hand = createHandTool();
  const tools = createTools();
  let held = false;
  /** The tool that a press belongs to until it is let go, whatever keys change meanwhile. */
  let pressed: Tool | null = null;
  let mod = false;

  /** The tool of the toolbar, or the select tool that Ctrl lends for one correction. */
  function own(): Tool {
    const { tool } = store.get();
    const spec = specOf(tool);
    const lends = (spec.group === 'draw' || spec.group === 'change') && !spec.ownsCtrl;
    return lends && mod && !tools[tool].busy() ? tools.select : tools[tool];
  }

  function current(): Tool {
    return pressed ?? (held ? hand : own());
  }

  /** What was begun belongs to the tool, even when the hand moves the picture below it. */
  function begun(): Tool {
    return pressed && pressed !== hand ? pressed : own();
  }

  function refresh(): void {
    const tool = current();
    store.set({ cursor: tool.cursor(context), hint: tool.hint(context) });
  }

  function stepping(step: (tool: Tool) => boolean): () => boolean {
    return () => {
      const stepped = step(begun());
      refresh();
      return stepped;
    };
  }

  const input: Input = {
    down(at, button) {
      mod = at.mod;
      pressed = button === 'middle' ? hand : current();
      pressed.down(at, context);
      refresh();
    },
    move(at) {
      mod = at.mod;
      store.set({ pointer: { x: at.x, y: at.y }, byKeyboard: false });
      const tool = current();
      if (tool !== tools.select && specOf(store.get().tool).group === 'draw') context.hover(null);
      tool.move(at, context);
      // The select tool that Ctrl lends places nothing: where the own tool would have is not shown any longer.
      if (!pressed && tool !== tools[store.get().tool]) store.set({ snapped: null });
      refresh();
    },
    up(at) {
      mod = at.mod;
      pressed?.up(at, context);
      pressed = null;
      store.set({ snapped: null });
      refresh();
    },
    press(at) {
      input.down(at, 'main');
      if (!input.holds()) input.up(at);
    },
    leave() {
      store.set({ pointer: null, hovered: null, hoveredHandle: null, snapped: null });
    },
    hold(next) {
      held = next;
      refresh();
    },
    finish: stepping((tool) => tool.finish(context)),
    back: stepping((tool) => tool.back(context)),
    answered(heard) {
      begun().answered(heard, context);
      refresh();
    },
    cancel() {
      const stepped = pressed?.cancel(context) ?? false;
      const ended = stepped || begun().cancel(context);
      store.set({ snapped: null });
      refresh();
      return ended;
    },
    reset() {
      context.ask(null);
      for (const tool of [hand, ...Object.values(tools)]) tool.reset();
      pressed = null;
      refresh();
    },
    busy: () => (pressed?.busy() ?? false) || begun().busy(),
    holds: () => pressed?.holds() ?? false,
    refresh,
  };
  return input;
}
