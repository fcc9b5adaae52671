/** Something was asked for that cannot be done now: the name of words that the screen has for it. */
export type Notice =
  | 'read-only'
  | 'no-label'
  | 'locked'
  | 'not-allowed'
  | 'not-fitting'
  | 'no-assist'
  | 'no-track'
  | 'no-skeleton'
  | 'lasts-longer'
  | 'nothing-found';
