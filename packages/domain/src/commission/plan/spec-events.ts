import {
  atLeastOne,
  defineEvent,
  DocumentRef,
  Instant,
  Line,
  LocalId,
  struct,
  Text,
} from '@commissioning/kernel';
import * as t from 'io-ts';
import { Channel, Criterion, Lot, PriceMethod, Scale, Term, TieBreak } from '../../shapes';

/** How bidders are reached, and why they have less time than usual where they have. */
export const Tendering = struct(
  { electronic: t.boolean, allDocumentsAtOnce: t.boolean },
  {
    shortened: t.type({
      because: t.keyof({ 'planned-notice': null, urgency: null }),
      reason: Text,
    }),
  },
  'Tendering',
);
export type Tendering = t.TypeOf<typeof Tendering>;

const always = {
  title: Line,
  need: Text,
  outcomes: atLeastOne(t.type({ id: LocalId, outcome: Text })),
  term: Term,
  lots: atLeastOne(Lot),
  criteria: atLeastOne(Criterion),
  scale: Scale,
  priceMethod: PriceMethod,
  tieBreak: atLeastOne(TieBreak),
  invitationToInnovate: Text,
  opens: Instant,
  closes: Instant,
  clarificationsUntil: Instant,
  channels: atLeastOne(Channel),
};
const sometimes = {
  /** Why nobody was consulted, where nobody was. */
  noConsultation: Text,
  /** Why social value is not weighted, where it is not. */
  socialValueConsidered: Text,
  document: DocumentRef,
};

export const SpecPublished = defineEvent({
  type: 'SpecPublished',
  aggregate: 'commission',
  phase: 'plan',
  says: 'The specification was published; criteria, weights, method and tie-break are fixed from here on.',
  /** Where nothing is said of tendering, it is electronic and with all documents at once. */
  data: struct(always, { ...sometimes, tendering: Tendering }),
  earlier: [{ codec: struct(always, sometimes), upcast: (data) => data }],
});
