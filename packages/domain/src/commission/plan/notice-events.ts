import {
  atLeastOne,
  CalendarDate,
  correctable,
  defineEvent,
  Line,
  LocalId,
  official,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { Channel } from '../../shapes';

/** What was left out of a notice, on which ground of the Act; that it was, and the ground, are public (s.94). */
const LeftOut = t.type(
  {
    item: Line,
    ground: t.keyof({ 'national-security': null, 'sensitive-commercial-information': null }),
    reason: official(Text),
  },
  'LeftOut',
);

const published = {
  notice: LocalId,
  kind: Line,
  channel: Channel,
  reference: correctable(Line),
  publishedOn: CalendarDate,
};
/** The lot it is about, where it is not about all of them. */
const about = { lot: LocalId };

export const NoticePublished = defineEvent({
  type: 'NoticePublished',
  aggregate: 'commission',
  phase: 'plan',
  says: 'A notice was published.',
  data: struct(published, {
    ...about,
    /** Why no preliminary market engagement notice was published, where the tender notice says so. */
    noEngagementNotice: Text,
    /** For whom alone the contract is, where the tender notice reserves it. */
    reservedFor: t.keyof({
      'small-and-medium-sized-enterprises': null,
      'value-driven-organisations': null,
    }),
    leftOut: atLeastOne(LeftOut),
  }),
  earlier: [{ codec: struct(published, about), upcast: (data) => data }],
});
