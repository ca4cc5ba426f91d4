import { type CalendarDate, daysBetween, londonDateOf, workingDayFrom } from '@commissioning/kernel';
import { isMet } from '@projections/performance';
import * as E from 'fp-ts/Either';
import type { Fact } from '../documents';
import { type Flag, guide, ownTest } from './flag';
import { awardsIn, because, commissionIn, endOfBand, excepted, lookAt, percent } from './together';

type Award = Fact<'award'>;
type Signed = Award & { readonly signed: NonNullable<Award['signed']> };

const signedAmong = (awards: ReadonlyArray<Award>): ReadonlyArray<Signed> =>
  awards.filter((award): award is Signed => award.signed !== null);

const aboutAward = ({ award, lot, provider }: Award) => ({
  award,
  lot,
  ...(provider === null ? {} : { provider }),
});

const changesOf = ({ changes }: Award) => ({
  events: changes.map(({ event }) => event),
  explained: changes.map(({ event, reason }) => because(event, reason)),
});

/** By what share a sum is more than another. */
const moreBy = (sum: number, than: number): number => (than === 0 ? 0 : (sum - than) / than);

const slowSignature: Flag = {
  id: 'R060',
  name: 'A long time until signature',
  asks: 'The agreement was signed many days after the award, or is not signed and many days have passed.',
  source: guide,
  inputs: ['GrantAwarded', 'ContractAwarded', 'AgreementSigned'],
  of: 'commission',
  minimum: 1,
  look: (facts, { signatureDays }) =>
    lookAt(awardsIn(facts), (award) => {
      const days = daysBetween(award.on, award.signed?.on ?? facts.today);
      return days <= signatureDays
        ? undefined
        : {
            about: aboutAward(award),
            figures: { days, usual: signatureDays, signed: award.signed?.on ?? 'not yet' },
            events: [award.event, ...(award.signed === null ? [] : [award.signed.event])],
            explained: [],
          };
    }),
};

const valueDrift: Flag = {
  id: 'R059',
  name: 'Signed for another sum than awarded',
  asks: 'The sum that was signed differs from the one that was awarded by more than a small share of it.',
  source: guide,
  inputs: ['GrantAwarded', 'ContractAwarded', 'AgreementSigned'],
  of: 'commission',
  minimum: 1,
  look: (facts, { valueDrift: share }) =>
    lookAt(signedAmong(awardsIn(facts)), (award) => {
      const { pence } = award.signed.amount;
      return Math.abs(moreBy(pence, award.amount.pence)) <= share
        ? undefined
        : {
            about: aboutAward(award),
            figures: { awarded: award.amount.pence, signed: pence },
            events: [award.event, award.signed.event],
            explained: [],
          };
    }),
};

const priceCreep: Flag = {
  id: 'R069',
  name: 'The sum has grown since',
  asks: 'Changes of the agreement have raised its sum by more than a tenth (amber) or by more than half (red).',
  source: guide,
  inputs: ['GrantAwarded', 'ContractAwarded', 'AgreementSigned', 'AgreementVaried', 'AgreementExtended'],
  of: 'commission',
  minimum: 1,
  look: (facts, { priceCreep: { amber, red } }) =>
    lookAt(signedAmong(awardsIn(facts)), (award) => {
      const share = moreBy(award.sum.pence, award.signed.amount.pence);
      if (award.changes.length === 0 || share <= amber) return undefined;
      const { events, explained } = changesOf(award);
      return {
        about: aboutAward(award),
        level: share > red ? 'red' : 'amber',
        figures: { signed: award.signed.amount.pence, now: award.sum.pence, percent: percent(share) },
        events: [award.signed.event, ...events],
        explained,
      };
    }),
};

const grownPast =
  (limitOf: (award: Award) => number | undefined): Flag['look'] =>
  (facts) =>
    lookAt(
      signedAmong(awardsIn(facts)).flatMap((award) => {
        const upTo = limitOf(award);
        return upTo === undefined ? [] : [{ award, upTo }];
      }),
      ({ award, upTo }) => {
        if (award.sum.pence <= upTo) return undefined;
        const { events, explained } = changesOf(award);
        return {
          about: aboutAward(award),
          figures: { upTo, signed: award.signed.amount.pence, now: award.sum.pence },
          events: [award.event, ...events],
          explained: [
            ...explained,
            ...excepted(
              facts,
              'route.meets-band',
              'route.within-its-limit',
              'direct-award.within-the-ground',
            ),
          ],
        };
      },
    );

/** What a sum grows by, and what may have been set aside for it. */
const growing = [
  'RouteChosen',
  'GrantAwarded',
  'ContractAwarded',
  'AgreementVaried',
  'AgreementExtended',
  'ExceptionRecorded',
] as const;

const directThenGrown: Flag = {
  id: 'R054',
  name: 'Awarded without competition, then grown past its limit',
  asks: 'An award without competition has been raised beyond the end of the band that it fell into when it was made.',
  source: guide,
  inputs: [...growing],
  of: 'commission',
  minimum: 1,
  look: grownPast((award) => {
    const end = endOfBand(award);
    return award.direct && Number.isFinite(end) ? end : undefined;
  }),
};

const wrongBand: Flag = {
  id: 'E11',
  name: 'Worth more than its route goes up to',
  asks: 'The sum as it stands falls into a higher band, of the rules in force when the route was chosen, than the route meets.',
  source: ownTest,
  inputs: [...growing],
  of: 'commission',
  minimum: 1,
  look: grownPast(({ direct, upTo }) => (direct ? undefined : (upTo ?? undefined))),
};

const overpaid: Flag = {
  id: 'R068',
  name: 'More paid than agreed',
  asks: 'With a payment more had been paid than the agreement came to at that moment.',
  source: guide,
  inputs: ['AgreementSigned', 'AgreementVaried', 'AgreementExtended', 'PaymentMade'],
  of: 'commission',
  minimum: 1,
  look: (facts) =>
    lookAt(
      awardsIn(facts).filter(({ firstPaid }) => firstPaid !== null),
      (award) =>
        award.overpaid === null
          ? undefined
          : {
              about: aboutAward(award),
              level: 'red',
              figures: { paid: award.overpaid.paid, agreed: award.overpaid.sum },
              events: [award.event, award.overpaid.event],
              explained: [],
            },
    ),
};

const beforeAuthority: Flag = {
  id: 'E10',
  name: 'Begun before it was agreed',
  asks: 'The service began, or money was paid, before the agreement was signed.',
  source: ownTest,
  inputs: ['AgreementSigned', 'PaymentMade'],
  of: 'commission',
  minimum: 1,
  look: (facts) =>
    lookAt(
      awardsIn(facts).filter(({ signed, firstPaid }) => signed !== null || firstPaid !== null),
      (award) => {
        const { signed, firstPaid } = award;
        const begun = signed !== null && signed.term.starts < signed.on;
        const paid = firstPaid !== null && (signed === null || firstPaid.on < signed.on);
        return begun || paid
          ? {
              about: aboutAward(award),
              figures: {
                signed: signed?.on ?? 'not yet',
                ...(begun ? { begun: signed.term.starts } : {}),
                ...(paid ? { paid: firstPaid.on } : {}),
              },
              events: [...(signed ? [signed.event] : []), ...(paid ? [firstPaid.event] : [])],
              explained: [],
            }
          : undefined;
      },
    ),
};

const missedTarget: Flag = {
  id: 'R067',
  name: 'A target that was not met',
  asks: 'In a return that was accepted a measure lies short of its target. What the provider said about it explains it.',
  source: guide,
  inputs: ['KPIsAgreed', 'KPIReturned', 'ReturnAccepted', 'ReturnCorrected'],
  of: 'commission',
  minimum: 1,
  look: (facts) => {
    const cases = facts.of('return').flatMap(({ award, period, accepted, measured, values }) => {
      const agreed = facts.of('measures').find((each) => each.award === award);
      const span = agreed?.periods.find(({ id }) => id === period);
      if (accepted === null || measured === null || agreed === undefined || span === undefined) return [];
      return values.flatMap(({ kpi, value, comment }) => {
        const measure = agreed.measures.find((each) => each.kpi === kpi);
        if (measure === undefined || value === null) return [];
        const { target, frequency, lowerIsBetter } = measure;
        const direction = lowerIsBetter ? ('lower-is-better' as const) : ('higher-is-better' as const);
        const met = isMet({ target, frequency, direction, series: agreed.periods }, { ...span, value });
        return met === null ? [] : [{ award, period, measure, value, comment, met, measured, accepted }];
      });
    });
    return lookAt(cases, ({ award, period, measure, value, comment, met, measured, accepted }) =>
      met
        ? undefined
        : {
            about: { award, period },
            figures: { measure: measure.name, target: measure.target, value },
            events: [measured.event, accepted.event],
            explained: comment === null ? [] : [because(measured.event, comment)],
          },
    );
  },
};

const restated: Flag = {
  id: 'E13',
  name: 'Restated after it was paid on',
  asks: 'A return was corrected, after a payment for its period had been approved, by more than a small share of a figure.',
  source: ownTest,
  inputs: ['KPIReturned', 'FinancialReturned', 'PaymentApproved', 'ReturnCorrected'],
  of: 'commission',
  minimum: 1,
  look: (facts, { restated: share }) =>
    lookAt(
      facts
        .of('return')
        .flatMap((each) => (each.reliedOn === null ? [] : [{ ...each, reliedOn: each.reliedOn }])),
      ({ award, period, reliedOn, restated: changes }) => {
        const large = changes.filter(
          ({ before, after }) => Math.abs(after - before) > share * Math.abs(before),
        );
        const [first] = large;
        return first === undefined
          ? undefined
          : {
              about: { award, period },
              figures: { what: first.what, before: first.before, after: first.after },
              events: [reliedOn.event, ...new Set(large.map(({ event }) => event))],
              explained: large.map(({ event, reason }) => because(event, reason)),
            };
      },
    ),
};

const silentGap = (of: 'commission' | 'body'): Flag => ({
  id: of === 'commission' ? 'E12' : 'E12-body',
  name: of === 'commission' ? 'Something owed has not been done' : 'What the body owes has not been done',
  asks:
    of === 'commission'
      ? 'A duty was missed and has not been met since: a notice, a publication, a return, a payment.'
      : 'A notice, list or statement that the body owes for itself was missed and has not been published since.',
  source: `${ownTest}: what did not happen is recorded too`,
  inputs: ['DutyMissed', 'DutyMet'],
  of,
  minimum: 1,
  look: (facts) =>
    lookAt(facts.of(of === 'body' ? 'body-duty' : 'duty'), ({ rule, due, missed, met }) =>
      met !== null
        ? undefined
        : { about: {}, figures: { duty: rule, due }, events: [missed.event], explained: [] },
    ),
});

/** The last day by which something that took effect on a day is recorded in so many working days. */
const inTime = (book: Fact<'book'>, took: CalendarDate, days: number): CalendarDate | undefined => {
  const last = workingDayFrom(book.calendar, took, days + 1);
  return E.isLeft(last) ? undefined : last.right;
};

const lateEntry = (of: 'commission' | 'body'): Flag => ({
  id: of === 'commission' ? 'E9' : 'E9-decisions',
  name: of === 'commission' ? 'Recorded long after it was' : 'A decision recorded long after it was taken',
  asks: `A ${of === 'commission' ? 'declaration or receipt' : 'decision'} was recorded more working days after it is said to have been than is usual.`,
  source: ownTest,
  inputs:
    of === 'commission'
      ? [
          'InterestDeclared',
          'BidReceived',
          'QuoteReceived',
          'InvoiceReceived',
          'KPIReturned',
          'FinancialReturned',
        ]
      : ['DecisionTaken'],
  of,
  minimum: 1,
  look: (facts, { backDatedWorkingDays: days }) => {
    const books = facts.of('book');
    // Sealed bids are told of to nobody before they are opened.
    const sealed = of === 'commission' && !commissionIn(facts)?.opened;
    const entries = facts
      .of('entry')
      .filter(({ what, commission }) =>
        of === 'body'
          ? commission === null
          : !(sealed && (what === 'BidReceived' || what === 'QuoteReceived')),
      );
    return lookAt(entries, ({ what, took, at, event }) => {
      const on = londonDateOf(took);
      const last = books.map((book) => inTime(book, on, days)).find((day) => day !== undefined);
      const recorded = londonDateOf(at);
      return last === undefined || recorded <= last
        ? undefined
        : {
            about: {},
            figures: { what, took: on, recorded, inTimeUntil: last },
            events: [event],
            explained: [],
          };
    });
  },
});

/** What is asked of an agreement and what is done under it. */
export const agreementFlags: ReadonlyArray<Flag> = [
  slowSignature,
  valueDrift,
  priceCreep,
  directThenGrown,
  wrongBand,
  overpaid,
  beforeAuthority,
  missedTarget,
  restated,
  silentGap('commission'),
  silentGap('body'),
  lateEntry('commission'),
  lateEntry('body'),
];
