/** What the help says of each way to draw in each mode. A tool that is added has a row here. */
import type { ToolName } from '#renderer/editor/tools/names.ts';
import { specOf, toolsOf } from '#renderer/editor/tools/registry.ts';

type Words = { readonly draw: string; readonly edit: string; readonly keyboard: string };
type Method = Exclude<ToolName, 'select' | 'pin'>;

const BOX_EDIT = 'drag its handles; the ring turns it';
const VERTEX_EDIT = 'drag its vertices';
const TWO_CORNERS = 'Enter on two corners';
const POINTS = 'Enter on each point, twice on the last';

export const METHOD_WORDS: Readonly<Record<Method, Words>> = {
  box: { draw: 'drag; Shift: a square, Alt: from the centre', edit: BOX_EDIT, keyboard: TWO_CORNERS },
  'turned-box': {
    draw: 'click both ends of a side, then how far the opposite side is',
    edit: BOX_EDIT,
    keyboard: 'Enter on the three points; `Shift+Z` `X` `C` `V` turn it',
  },
  polygon: {
    draw: 'click each vertex; Enter, a double click or the first vertex closes it; Shift: 15°',
    edit: VERTEX_EDIT,
    keyboard: POINTS,
  },
  polyline: {
    draw: 'click each point; Enter, a double or right click ends it; from an end of a line it goes on',
    edit: VERTEX_EDIT,
    keyboard: POINTS,
  },
  point: { draw: 'click', edit: 'move it', keyboard: 'Enter' },
  ellipse: { draw: 'drag; Shift: a circle, Alt: from the centre', edit: BOX_EDIT, keyboard: TWO_CORNERS },
  cuboid: {
    draw: 'drag the front, then click where its corner is at the back',
    edit: 'drag its corners and faces',
    keyboard: 'Enter on two corners of the front and one of the back',
  },
  skeleton: {
    draw: 'drag a box around the thing; Shift: a square, Alt: from the centre',
    edit: 'drag its joints; Alt+click takes one away; its corners and the ring hold all',
    keyboard: TWO_CORNERS,
  },
  note: { draw: 'drag, then type', edit: 'drag its handles; write below it', keyboard: TWO_CORNERS },
  brush: {
    draw: 'drag to paint; Alt erases, `[` `]` set the size',
    edit: 'paint on with it selected',
    keyboard: 'Enter holds the brush and lets go',
  },
  eraser: { draw: 'drag over a mask', edit: '–', keyboard: 'Enter holds the eraser and lets go' },
  fill: { draw: 'click into a hole of a mask; Shift: all holes', edit: '–', keyboard: 'Enter' },
  wand: {
    draw: 'press on a colour; drag right for more, left for less; Alt takes away, Shift marks it everywhere',
    edit: 'paint on with it selected',
    keyboard: 'Enter on a colour, Enter again keeps it; `[` `]` set how much is alike',
  },
  cutout: {
    draw: 'drag a box around the thing',
    edit: 'paint on with it selected',
    keyboard: TWO_CORNERS,
  },
  scissors: {
    draw: 'click along an edge; Enter, a double click or the beginning closes it',
    edit: VERTEX_EDIT,
    keyboard: POINTS,
  },
  hole: { draw: 'on a polygon, as a polygon', edit: VERTEX_EDIT, keyboard: POINTS },
  knife: { draw: 'across polygons and lines, as a line', edit: '–', keyboard: POINTS },
};

/** The table of the help page. `name` gives a tool's name. */
export function methodTable(name: (tool: ToolName) => string): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rows = [...toolsOf('draw'), ...toolsOf('change')].map((tool) => {
    const words = METHOD_WORDS[tool as Method];
    const keys = specOf(tool).keys.map((key) => `\`${key}\``);
    const cuts = specOf(tool).group === 'change' || words.edit === '–';
    const move = cuts ? '–' : 'drag it, or arrow keys';
    return line([name(tool), keys.join(' '), words.draw, words.edit, move, '`Ctrl+Z`', words.keyboard]);
  });
  const head = ['tool', 'key', 'draw', 'edit', 'move', 'undo', 'by keys, after `Shift+K`'];
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows].join('\n');
}
