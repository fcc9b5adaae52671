/** Names of CSS cursors that the canvas shows. */
export type Cursor =
  | 'default'
  | 'pointer'
  | 'crosshair'
  | 'cell'
  | 'copy'
  | 'grab'
  | 'grabbing'
  | 'move'
  | 'alias'
  | 'none'
  | 'ns-resize'
  | 'ew-resize'
  | 'nwse-resize'
  | 'nesw-resize'
  | 'not-allowed';
