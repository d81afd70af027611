/** A frame of `/global/event`; `data` is parsed JSON of a form that the reader has to check. */
export interface StubEvent {
  id?: string;
  data: unknown;
}
