import { Line } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import * as t from 'io-ts';
import type { DomainAction } from '../context';
import { type AccessEvent, ItemViewed } from './events';
import { type AccessState, viewKey } from './state';

/** `register` is the stream it is noted in, of a body and a day: `BEDS-2026-11-30`. */
const NoteViewing = t.intersection([ItemViewed.codec, t.type({ register: Line })], 'NoteViewing');

/** Notes that somebody is shown something sensitive; what they were shown on the same day before is not noted again. */
export const noteViewing: DomainAction<t.TypeOf<typeof NoteViewing>, AccessState, AccessEvent> = {
  name: 'note-viewing',
  aggregate: 'access',
  says: 'Note that somebody was shown something sensitive.',
  command: NoteViewing,
  opens: true,
  roles: ['system'],
  rules: [],
  needs: () => ({}),
  decide:
    ({ register: _register, ...viewed }) =>
    (state) => {
      const before = state.get(viewKey(viewed));
      const kinds = [...new Set(viewed.kinds)].filter((kind) => before?.has(kind) !== true);
      const [first, ...others] = kinds;
      return E.right(first === undefined ? [] : [ItemViewed.make({ ...viewed, kinds: [first, ...others] })]);
    },
};
