/** Brings the pointer to the tool that it belongs to. */
import type { EditorState, ToolName } from './state.ts';
import type { Store } from './store.ts';
import { createBoxTool } from './tools/box/tool.ts';
import type { ToolContext } from './tools/context.ts';
import { createHandTool } from './tools/hand/tool.ts';
import { createPinTool } from './tools/pin/tool.ts';
import { createSelectTool } from './tools/select/tool.ts';
import type { PointerInput, Tool } from './tools/tool.ts';

export type PointerButton = 'main' | 'middle';

export type Input = {
  down(input: PointerInput, button: PointerButton): void;
  move(input: PointerInput): void;
  up(input: PointerInput): void;
  leave(): void;
  /** Space is held or let go: as long as it is, the pointer moves the picture. */
  hold(held: boolean): void;
  /** Steps back from a stroke or drag. True when there was one. */
  cancel(): boolean;
  /** Forgets a stroke or drag whose shapes are gone. */
  reset(): void;
  /** True in the middle of a stroke or drag. */
  busy(): boolean;
  /** Brings cursor and hint up to date after a change that did not come from the pointer. */
  refresh(): void;
};

export function createInput(store: Store<EditorState>, context: ToolContext): Input {
  const hand = createHandTool();
  const tools = {
    select: createSelectTool(),
    box: createBoxTool(),
    pin: createPinTool(),
  } satisfies Record<ToolName, Tool>;
  let held = false;
  /** The tool that a press belongs to until it is let go, whatever keys change meanwhile. */
  let pressed: Tool | null = null;
  let mod = false;

  function current(): Tool {
    if (pressed) return pressed;
    if (held) return hand;
    const { tool } = store.get();
    // Ctrl lends the select tool for one correction without leaving the box tool.
    return tool === 'box' && mod ? tools.select : tools[tool];
  }

  function refresh(): void {
    const tool = current();
    store.set({ cursor: tool.cursor(context), hint: tool.hint(context) });
  }

  return {
    down(input, button) {
      mod = input.mod;
      pressed = button === 'middle' ? hand : current();
      pressed.down(input, context);
      refresh();
    },
    move(input) {
      mod = input.mod;
      store.set({ pointer: { x: input.x, y: input.y } });
      const tool = current();
      if (tool !== tools.select && tool !== tools.pin) context.hover(null);
      tool.move(input, context);
      refresh();
    },
    up(input) {
      mod = input.mod;
      pressed?.up(input, context);
      pressed = null;
      refresh();
    },
    leave() {
      store.set({ pointer: null, hovered: null });
    },
    hold(next) {
      held = next;
      refresh();
    },
    cancel() {
      const stepped = pressed?.cancel(context) ?? false;
      refresh();
      return stepped;
    },
    reset() {
      for (const tool of [hand, ...Object.values(tools)]) tool.reset();
      pressed = null;
      refresh();
    },
    busy: () => pressed?.busy() ?? false,
    refresh,
  };
}
