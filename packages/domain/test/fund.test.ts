import { type DomainEvent, fold, type Happened, sumPence } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import fc from 'fast-check';
import { DecisionTaken } from '../src/decision/events';
import { decision } from '../src/decision/state';
import { fundActions } from '../src/fund';
import { acceptFunding } from '../src/fund/accept-funding';
import { commitFunds } from '../src/fund/commit-funds';
import {
  CommitmentReduced,
  CommitmentUndone,
  type FundEvent,
  FundingAccepted,
  FundOpened,
  FundsCommitted,
  FundsPaid,
  FundsReserved,
  PriorFundingRecorded,
  ReservationReleased,
} from '../src/fund/events';
import { openFund } from '../src/fund/open-fund';
import { payFunds } from '../src/fund/pay-funds';
import { recordPriorFunding } from '../src/fund/record-prior-funding';
import { reduceCommitment } from '../src/fund/reduce-commitment';
import { releaseReservation } from '../src/fund/release-reservation';
import { reserveFunds } from '../src/fund/reserve-funds';
import { undoCommitment } from '../src/fund/undo-commitment';
import { available, fund, leftOfCommitment, leftOfReservation } from '../src/fund/state';
import type { RuleBookData } from '../src/rulebook/events';
import { bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { made } from './support/made';
import { allSuperseded } from './support/decisions';
import { contextOf, finance, recorded, specificationOf } from './support/specification';

const { given } = specificationOf(fund);
const rules = bedfordshireRules.at(-1) as RuleBookData;
const context = contextOf({ actor: finance, rules });
const reference = 'BEDS-community-safety-2026-27';
const [watch, courts] = ['Neighbourhood Watch and community watch schemes', 'Family Drug and Alcohol Court'];

const opening = { fund: reference, stream: 'community-safety', themes: [watch, courts] };
const opened = made(FundOpened, {
  ...opening,
  name: 'Community Safety Fund',
  year: '2026-27',
  funder: 'Police and Crime Commissioner for Bedfordshire',
  costCode: 'B990',
});
const tranche = {
  tranche: 't1',
  amount: 100_000,
  conditions: ['crime-and-disorder-reduction'],
  decision: 'BEDS-PCC24-0031',
  spendBy: '2027-03-31',
};
const purpose = { commission: 'BEDS-2026-0007', line: 'a1' };
const reserving = { reservation: 'r1', amount: 60_000, for: purpose };
const committing = { commitment: 'c1', reservation: 'r1', amount: 50_000, for: { ...purpose, award: 'w1' } };
const paying = { payment: 'p1', commitment: 'c1', amount: 20_000, paidOn: '2026-11-23' };

const accepted = made(FundingAccepted, tranche);
const reserved = made(FundsReserved, reserving);
const committed = made(FundsCommitted, committing);
const undoing = {
  undoing: 'u1',
  commitment: 'c1',
  reservation: 'r1',
  amount: 50_000,
  reason: 'It fell through.',
};
const undone = made(CommitmentUndone, undoing);
const paid = made(FundsPaid, paying);

/** The fund after these events: opened, then whatever else. */
const after = (...events: ReadonlyArray<FundEvent>) => given(...recorded<FundEvent>([opened, ...events]));

describe('opening a fund', () => {
  test('takes name, funder and cost code from the rule book', () => {
    given().when(openFund, opening, context).then(opened);
  });

  test('needs a stream and themes that the rule book names', () => {
    given()
      .when(openFund, { ...opening, stream: 'lottery' }, context)
      .refused(
        'fund.stream-known',
        {
          stream: 'lottery',
          known: [
            'moj-victims',
            'moj-domestic-abuse-sexual-violence',
            'community-safety',
            'cameras-tickets-collisions',
            'home-office-safer-streets',
            'police-property-act',
          ],
        },
        '/stream',
      );
    given()
      .when(openFund, { ...opening, themes: [watch, 'Fireworks'] }, context)
      .refused(
        'fund.stream-known',
        {
          theme: 'Fireworks',
          known: [
            'Sports-based early intervention',
            'Community mediation and hate crime',
            'Out-of-court disposals',
            'Youth offending services',
            'Neighbourhood Watch and community watch schemes',
            'Restorative justice and restorative approaches',
            'Activity in HMP Bedford',
            'Family Drug and Alcohol Court',
          ],
        },
        '/themes/1',
      );
    given().when(openFund, opening).refused('rulebook.adopted');
  });

  test.each([
    'BEDS-community-safety-2026-28',
    'BEDS-moj-victims-2026-27',
    'BEDS-our-community-safety-2026-27',
  ])('as %s is refused: named for another stream or no year', (named) => {
    given()
      .when(openFund, { ...opening, fund: named }, context)
      .refused(
        'fund.named-for-stream-and-year',
        { fund: named, stream: 'community-safety', year: named.slice(-7) },
        '/fund',
      );
  });

  test('is done once, with its themes', () => {
    after()
      .when(openFund, { ...opening, themes: [watch] }, context)
      .refused('fund.opened-once', { themes: [watch, courts], stream: 'community-safety' });
  });
});

describe('accepting funding', () => {
  const decided = (...authorises: ReadonlyArray<object>) => {
    const event = made(DecisionTaken, {
      decision: tranche.decision,
      title: 'Funding for 2026-27',
      delegation: 'commissioner',
      capacity: 'Police and Crime Commissioner',
      background: 'The settlement was announced.',
      reasons: 'It funds the plan.',
      advice: [],
      interests: [],
      authorises,
    });
    return new Map([[tranche.decision, fold(decision, decision.initial, recorded([event]))]]);
  };
  const forFund = (pence: number, of = reference) => ({
    act: 'accept-funding',
    fund: of,
    amount: { pence, vat: 'outside' },
  });
  const under = (...authorises: ReadonlyArray<object>) => ({ ...context, decisions: decided(...authorises) });

  test('adds to the budget what a decision authorised, to the penny', () => {
    after()
      .when(acceptFunding, tranche, under(forFund(100_000)))
      .then(accepted);
    after()
      .when(acceptFunding, tranche, allSuperseded(under(forFund(100_000))))
      .refused('authority.decision-stands', { supersededBy: 'BEDS-PCC24-0999' }, '/decision');
    after()
      .when(acceptFunding, tranche, under(forFund(99_999)))
      .refused(
        'fund.accepted-under-decision',
        { authorised: 99_999, amount: 100_000, decision: 'BEDS-PCC24-0031' },
        '/amount',
      );
  });

  test('counts what was accepted under the same decision before', () => {
    const second = { ...tranche, tranche: 't2', amount: 1 };
    after(accepted)
      .when(acceptFunding, second, under(forFund(100_000)))
      .refused('fund.accepted-under-decision', { accepted: 100_000 }, '/amount');
    after(accepted)
      .when(acceptFunding, second, under(forFund(100_000), forFund(1)))
      .then(made(FundingAccepted, second));
  });

  test('cites a decision that is there, and about this fund', () => {
    after()
      .when(acceptFunding, tranche, context)
      .refused('fund.accepted-under-decision', { authorised: null }, '/decision');
    after()
      .when(acceptFunding, tranche, under(forFund(100_000, 'BEDS-community-safety-2025-26')))
      .refused('fund.accepted-under-decision', { authorised: null }, '/decision');
    after()
      .when(acceptFunding, tranche, under({ act: 'halt', commission: 'BEDS-2026-0007' }))
      .refused('fund.accepted-under-decision', { authorised: null }, '/decision');
  });

  test('asks to see the decision it cites', () => {
    const command = accepted.data;
    expect(acceptFunding.needs(command, fund.initial)).toEqual({ decisions: [tranche.decision] });
  });

  test('takes conditions and theme from the funding stream', () => {
    const authorised = under(forFund(100_000));
    after()
      .when(acceptFunding, { ...tranche, conditions: ['only-victims'] }, authorised)
      .refused(
        'fund.conditions-known',
        { condition: 'only-victims', known: ['crime-and-disorder-reduction'] },
        '/conditions/0',
      );
    after()
      .when(acceptFunding, { ...tranche, theme: 'Fireworks' }, authorised)
      .refused('fund.theme-known', { theme: 'Fireworks' }, '/theme');
    const themed = { ...tranche, theme: watch };
    after().when(acceptFunding, themed, authorised).then(made(FundingAccepted, themed));
    after()
      .when(acceptFunding, tranche, { ...authorised, rules: undefined })
      .refused('rulebook.adopted');
  });
});

describe('noting funding received before this record', () => {
  const note = {
    id: 'rc-009',
    fund: 'BEDS-moj-victims-2022-23',
    stream: 'Ministry of Justice victims grant (core)',
    year: '2022-23',
    title: 'Additional formula-based core funding',
    funder: 'Ministry of Justice',
    source: { id: 'PCC/D/071', url: 'https://www.bedfordshire.pcc.police.uk/pcc-d-071/', read: '2026-11-22' },
    amount: 6_855_132,
    decidedOn: '2023-01-05',
    spendBy: '2027-03-31',
  };
  const noted = made(PriorFundingRecorded, note);

  test('may begin the stream of a fund, and opens nothing', () => {
    given().when(recordPriorFunding, note).then(noted);
    given(...recorded<FundEvent>([noted]))
      .when(reserveFunds, reserving)
      .refused('fund.opened');
    expect(fold(fund, fund.initial, recorded<FundEvent>([noted])).budget).toBe(0);
  });

  test('keeps nobody from opening the fund, and goes on once it is open', () => {
    const thisYear = { ...note, fund: reference, year: '2026-27' };
    const first = made(PriorFundingRecorded, thisYear);
    given(...recorded<FundEvent>([first]))
      .when(openFund, opening, context)
      .then(opened);
    after().when(recordPriorFunding, thisYear).then(first);
  });

  test('leaves unknown what the source does not say', () => {
    const { amount: _amount, decidedOn: _on, spendBy: _by, ...unknown } = note;
    given().when(recordPriorFunding, unknown).then(made(PriorFundingRecorded, unknown));
  });

  test.each([
    ['/decidedOn', { decidedOn: '2026-11-24' }, { day: '2026-11-24', today: '2026-11-23' }],
    [
      '/source/read',
      { source: { ...note.source, read: '2026-11-24' } },
      { day: '2026-11-24', today: '2026-11-23' },
    ],
    [
      '/year',
      { fund: 'BEDS-moj-victims-2027-28', year: '2027-28' },
      { year: '2027-28', thisYear: '2026-27' },
    ],
  ])('is refused at %s when that lies in the future', (field, change, facts) => {
    given()
      .when(recordPriorFunding, { ...note, ...change })
      .refused('dates.not-in-the-future', facts, field);
  });

  test('names the year of its fund', () => {
    given()
      .when(recordPriorFunding, { ...note, year: '2021-22' })
      .refused(
        'fund.named-for-stream-and-year',
        { year: '2021-22', fund: 'BEDS-moj-victims-2022-23' },
        '/year',
      );
  });

  test('stays as it was made', () => {
    given(...recorded<FundEvent>([noted]))
      .when(recordPriorFunding, { ...note, amount: 1 })
      .refused('entry.said-once', {}, '/id');
  });
});

describe('reserving', () => {
  test('sets money aside, up to the last free penny', () => {
    const all = { ...reserving, amount: 100_000 };
    after(accepted).when(reserveFunds, all).then(made(FundsReserved, all));
    after(accepted)
      .when(reserveFunds, { ...reserving, amount: 100_001 })
      .refused('fund.reserved-within-budget', { available: 100_000 }, '/amount');
  });

  test('counts what is reserved, committed and paid already', () => {
    after(accepted, reserved, committed, paid)
      .when(reserveFunds, { ...reserving, reservation: 'r2', amount: 40_001 })
      .refused('fund.reserved-within-budget', { available: 40_000 });
  });

  test('names a theme of the fund, where it names one', () => {
    after(accepted)
      .when(reserveFunds, { ...reserving, for: { ...purpose, theme: 'Fireworks' } })
      .refused('fund.theme-known', {}, '/for/theme');
  });
});

describe('releasing', () => {
  const releasing = { release: 'l1', reservation: 'r1', amount: 10_000, reason: 'Awarded for less.' };

  test('gives back what was not committed, up to the last penny of it', () => {
    after(accepted, reserved, committed)
      .when(releaseReservation, releasing)
      .then(made(ReservationReleased, releasing));
    after(accepted, reserved, committed)
      .when(releaseReservation, { ...releasing, amount: 10_001 })
      .refused('fund.within-reservation', { left: 10_000, reservation: 'r1', amount: 10_001 }, '/amount');
  });

  test('is nothing to do of what the fund never set aside', () => {
    after(accepted).when(releaseReservation, releasing).then();
  });
});

describe('committing', () => {
  test('takes from the reservation, up to the last penny of it', () => {
    after(accepted, reserved).when(commitFunds, committing).then(committed);
    after(accepted, reserved)
      .when(commitFunds, { ...committing, amount: 60_001 })
      .refused('fund.within-reservation', { left: 60_000 }, '/amount');
    after(accepted, reserved, committed)
      .when(commitFunds, { ...committing, commitment: 'c2', amount: 10_001 })
      .refused('fund.within-reservation', { left: 10_000 });
  });

  test('is for the commission and line the money was set aside for', () => {
    after(accepted, reserved)
      .when(commitFunds, { ...committing, for: { ...committing.for, commission: 'BEDS-2026-0008' } })
      .refused(
        'fund.same-purpose',
        { setAsideFor: 'BEDS-2026-0007 a1', committedTo: 'BEDS-2026-0008 a1' },
        '/for',
      );
    after(accepted, reserved)
      .when(commitFunds, { ...committing, for: { ...committing.for, line: 'a2' } })
      .refused('fund.same-purpose');
  });

  test('is from a reservation of this fund', () => {
    after(accepted)
      .when(commitFunds, committing)
      .refused('fund.reservation-known', { reservation: 'r1' }, '/reservation');
  });
});

describe('reducing a commitment', () => {
  const reducing = { reduction: 'd1', commitment: 'c1', amount: 30_000, reason: 'Underspend.' };

  test('takes off what was not paid, up to the last penny of it', () => {
    after(accepted, reserved, committed, paid)
      .when(reduceCommitment, reducing)
      .then(made(CommitmentReduced, reducing));
    after(accepted, reserved, committed, paid)
      .when(reduceCommitment, { ...reducing, amount: 30_001 })
      .refused('fund.within-commitment', { left: 30_000, commitment: 'c1', amount: 30_001 }, '/amount');
  });

  test('is of a commitment of this fund', () => {
    after(accepted, reserved)
      .when(reduceCommitment, reducing)
      .refused('fund.commitment-known', { commitment: 'c1' }, '/commitment');
  });
});

describe('undoing a commitment', () => {
  test('sets aside again what the award came to nothing for, for the next award and nobody else', () => {
    after(accepted, reserved, committed).when(undoCommitment, undoing).then(undone);
    const again = { ...committing, commitment: 'c2', for: { ...purpose, award: 'w2' } };
    after(accepted, reserved, committed, undone).when(commitFunds, again).then(made(FundsCommitted, again));
    after(accepted, reserved, committed, undone)
      .when(reserveFunds, { ...reserving, reservation: 'r2', amount: 40_001 })
      .refused('fund.reserved-within-budget');
  });

  test('leaves what was paid: no more is undone than is left of it', () => {
    after(accepted, reserved, committed, paid)
      .when(undoCommitment, undoing)
      .refused('fund.within-commitment', { left: 30_000 }, '/amount');
    after(accepted, reserved)
      .when(undoCommitment, undoing)
      .refused('fund.commitment-known', { commitment: 'c1' }, '/commitment');
  });

  test('goes back to the reservation that it came from', () => {
    after(accepted, reserved, committed)
      .when(undoCommitment, { ...undoing, reservation: 'r2' })
      .refused('fund.undone-to-its-reservation', { from: 'r1', to: 'r2' }, '/reservation');
  });
});

describe('paying', () => {
  test('takes from the commitment, up to the last penny of it', () => {
    after(accepted, reserved, committed).when(payFunds, paying, context).then(paid);
    after(accepted, reserved, committed)
      .when(payFunds, { ...paying, amount: 50_001 }, context)
      .refused('fund.within-commitment', { left: 50_000 }, '/amount');
    after(accepted, reserved, committed, paid)
      .when(payFunds, { ...paying, payment: 'p2', amount: 30_001 }, context)
      .refused('fund.within-commitment', { left: 30_000 });
  });

  test('never exceeds the budget, though more was committed', () => {
    const overCommitted = [made(FundingAccepted, { ...tranche, amount: 20_000 }), reserved, committed];
    after(...overCommitted)
      .when(payFunds, paying, context)
      .then(paid);
    after(...overCommitted)
      .when(payFunds, { ...paying, amount: 20_001 }, context)
      .refused('fund.paid-within-budget', { budget: 20_000 }, '/amount');
  });

  test('was not done tomorrow', () => {
    after(accepted, reserved, committed)
      .when(payFunds, { ...paying, paidOn: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/paidOn');
  });

  test('is on a commitment of this fund', () => {
    after(accepted, reserved).when(payFunds, paying, context).refused('fund.commitment-known');
  });
});

const releasing = { release: 'l1', reservation: 'r1', amount: 1, reason: 'Less.' };
const reducing = { reduction: 'd1', commitment: 'c1', amount: 1, reason: 'Less.' };

describe.each([
  ['accept-funding', acceptFunding, tranche, '/tranche'],
  ['reserve-funds', reserveFunds, reserving, '/reservation'],
  ['release-reservation', releaseReservation, releasing, '/release'],
  ['commit-funds', commitFunds, committing, '/commitment'],
  ['reduce-commitment', reduceCommitment, reducing, '/reduction'],
  ['pay-funds', payFunds, paying, '/payment'],
] as const)('every movement of money, as %s,', (_name, action, command, field) => {
  // The actions take different commands; each is given its own.
  const asked = action as typeof reserveFunds;
  const released = made(ReservationReleased, releasing);
  const all = [accepted, reserved, committed, paid, released, made(CommitmentReduced, reducing)];

  test('needs an open fund', () => {
    given().when(asked, command, context).refused('fund.opened');
  });

  test('said again otherwise under its name is refused', () => {
    after(...all)
      .when(asked, { ...command, amount: command.amount + 1 }, context)
      .refused('entry.said-once', {}, field);
  });

  test('said again alike is nothing to do', () => {
    after(...all)
      .when(asked, command, context)
      .then();
  });

  test('is of at least a penny', () => {
    after()
      .when(asked, { ...command, amount: 0 }, context)
      .refused('fund.some-money', { amount: 0 }, '/amount');
  });
});

test('the sagas ask for every movement between reservation and payment, and over the turn of the year', () => {
  const bySystem = fundActions.filter(({ roles }) => (roles as ReadonlyArray<string>).includes('system'));
  expect(bySystem.map(({ name }) => name)).toEqual([
    'reserve-funds',
    'release-reservation',
    'commit-funds',
    'reduce-commitment',
    'undo-commitment',
    'pay-funds',
    'return-payment',
    'bring-forward',
  ]);
});

const anyStep = fc.record({
  verb: fc.constantFrom('reserve', 'release', 'commit', 'reduce', 'undo', 'pay'),
  id: fc.integer({ min: 1, max: 4 }),
  of: fc.integer({ min: 1, max: 4 }),
  amount: fc.integer({ min: 0, max: 70_000 }),
});

const carriedOut = (
  state: typeof fund.initial,
  { verb, id, of, amount }: { verb: string; id: number; of: number; amount: number },
): ReadonlyArray<Happened<FundEvent>> => {
  const asked: Record<string, [typeof reserveFunds, object]> = {
    reserve: [reserveFunds, { reservation: `r${id}`, amount, for: purpose }],
    release: [
      releaseReservation as never,
      { release: `l${id}`, reservation: `r${of}`, amount, reason: 'Less.' },
    ],
    commit: [commitFunds as never, { commitment: `c${id}`, reservation: `r${of}`, amount, for: purpose }],
    reduce: [
      reduceCommitment as never,
      { reduction: `d${id}`, commitment: `c${of}`, amount, reason: 'Less.' },
    ],
    undo: [
      undoCommitment as never,
      { undoing: `u${id}`, commitment: `c${of}`, reservation: `r${id}`, amount, reason: 'It fell through.' },
    ],
    pay: [payFunds as never, { payment: `p${id}`, commitment: `c${of}`, amount, paidOn: '2026-11-23' }],
  };
  const [action, command] = asked[verb] as [typeof reserveFunds, object];
  const decided = action.decide(command as never, context)(state);
  return recorded<FundEvent>(
    E.isRight(decided) ? (decided.right as ReadonlyArray<FundEvent & DomainEvent>) : [],
  );
};

test('whatever is asked in whatever order, each pound is in one place and none is spent twice', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
      let state = fold(fund, fund.initial, recorded<FundEvent>([opened, accepted]));
      for (const step of steps) {
        state = fold(fund, state, carriedOut(state, step));
        const { budget, reserved: setAside, committed: owed, paid: spent } = state;
        expect(setAside).toBe(sumPence([...state.reservations.values()].map(leftOfReservation)));
        expect(owed).toBe(sumPence([...state.commitments.values()].map(leftOfCommitment)));
        expect(spent).toBe(sumPence([...state.payments.values()].map(({ amount }) => amount)));
        expect(setAside + owed + spent + available(state)).toBe(budget);
      }
    }),
  );
});
