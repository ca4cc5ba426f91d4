import { type Actor, fold, type Instant } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { citedDecision } from '../src/commission/purchase/authority';
import { type DecisionEvent, DecisionPublished, DecisionTaken } from '../src/decision/events';
import { MinutesPublished } from '../src/decision/minutes-events';
import { publishDecision } from '../src/decision/publish-decision';
import { publishMinutes } from '../src/decision/publish-minutes';
import { decision, type DecisionState } from '../src/decision/state';
import { stillStands } from '../src/decision/still-stands';
import { supersedeDecision } from '../src/decision/supersede-decision';
import { DecisionSuperseded } from '../src/decision/superseded-events';
import { takeDecision } from '../src/decision/take-decision';
import type { RuleBookData } from '../src/rulebook/events';
import { bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { made } from './support/made';
import { approver, contextOf, finance, officer, recorded, specificationOf } from './support/specification';

const { given } = specificationOf(decision);
const rules = bedfordshireRules.at(-1) as RuleBookData;
const by = (actor: Actor, change: Partial<RuleBookData> = {}) =>
  contextOf({ actor, rules: { ...rules, ...change } });

const sum = (pence: number, vat = 'outside') => ({ pence, vat });
const award = (pence: number, vat?: string) => ({
  act: 'award',
  commission: 'BEDS-2026-0007',
  provider: 'BEDS-azalea',
  upTo: sum(pence, vat),
});

const stated = {
  decision: 'BEDS-PCC24-0072a',
  title: 'Support for women exploited sexually',
  delegation: 'commissioner',
  background: 'The service ends in March.',
  reasons: 'The highest score in the round.',
  advice: [
    { kind: 'finance', by: 'finance-1', text: 'Affordable within the victims grant.' },
    { kind: 'officer', by: 'officer-1', text: 'Recommended.' },
  ],
  interests: [],
  authorises: [award(4_000_000)],
};
const taken = made(DecisionTaken, { ...stated, capacity: 'Police and Crime Commissioner' });

describe('a decision that a later one takes the place of', () => {
  const at = (instant: string, event: DecisionEvent) =>
    recorded<DecisionEvent>([event], { actor: approver, at: instant as Instant });
  const of = (decisionRef: string, authorises: ReadonlyArray<object>, publish = true, day = '2026-11-23') =>
    fold(decision, decision.initial, [
      ...at(
        `${day}T09:00:00.000Z`,
        made(DecisionTaken, { ...taken.data, decision: decisionRef, authorises }),
      ),
      ...(publish
        ? at(
            `${day}T09:00:00.000Z`,
            made(DecisionPublished, {
              decision: decisionRef,
              channel: 'website',
              reference: 'D',
              withheld: [],
            }),
          )
        : []),
    ]);
  const later = 'BEDS-PCC24-0081';
  const command = { by: later, reason: 'The sum was too low.' };
  const superseded = made(DecisionSuperseded, { decision: stated.decision, ...command });
  const supersede = (by: DecisionState | undefined, ...more: ReadonlyArray<DecisionEvent>) =>
    given(
      ...at('2026-11-02T09:00:00.000Z', taken),
      ...more.flatMap((each) => at('2026-11-24T09:00:00.000Z', each)),
    ).when(
      supersedeDecision,
      command,
      contextOf({ actor: approver, decisions: by === undefined ? new Map() : new Map([[later, by]]) }),
    );

  test('says which, and why', () => {
    supersede(of(later, [award(5_000_000)])).then(superseded);
  });

  test('was taken, and is superseded once', () => {
    given()
      .when(supersedeDecision, command, contextOf({ actor: approver }))
      .refused('decision.superseded-once-taken');
    supersede(
      of(later, [award(5_000_000)]),
      made(DecisionSuperseded, { ...superseded.data, reason: 'Another.' }),
    ).refused('decision.superseded-once-taken', { supersededBy: later });
  });

  test('is superseded by a decision that was taken later, is public and stands', () => {
    const rule = 'decision.superseded-by-a-later-one';
    supersede(undefined).refused(rule, { taken: null }, '/by');
    supersede(of(later, [award(1)], false)).refused(rule, { by: later, published: false }, '/by');
    supersede(of(later, [award(1)], true, '2026-11-01')).refused(rule, {}, '/by');
    const gone = {
      ...of(later, [award(1)]),
      superseded: { by: 'BEDS-PCC24-0090' },
    } as unknown as DecisionState;
    supersede(gone).refused(rule, { supersededBy: 'BEDS-PCC24-0090' }, '/by');
    given(...at('2026-11-02T09:00:00.000Z', made(DecisionTaken, { ...taken.data, decision: later })))
      .when(
        supersedeDecision,
        command,
        contextOf({ actor: approver, decisions: new Map([[later, of(later, [award(1)])]]) }),
      )
      .refused(rule, {}, '/by');
  });

  test('is superseded by one that is about something that it is about too', () => {
    supersede(of(later, [{ act: 'halt', commission: 'BEDS-2026-0008' }])).refused(
      'decision.superseded-on-the-same-matter',
      { matters: ['BEDS-2026-0007'] },
      '/by',
    );
    supersede(of(later, [{ act: 'halt', commission: 'BEDS-2026-0007' }])).then(superseded);
  });

  test('lets nothing more be done under it, whatever it authorised', () => {
    const gone = {
      ...of('BEDS-PCC24-0040', [award(1)]),
      superseded: superseded.data,
    } as unknown as DecisionState;
    const around = contextOf({ actor: approver, decisions: new Map([['BEDS-PCC24-0040', gone]]) });
    const facts = { decision: 'BEDS-PCC24-0040', supersededBy: later };
    expect(citedDecision(around, 'BEDS-PCC24-0040')).toMatchObject({
      left: { rule: { id: 'authority.decision-stands' }, facts },
    });
    expect(stillStands(around, 'BEDS-PCC24-0040')).toMatchObject({ left: { facts } });
    expect(E.isRight(stillStands(around, 'BEDS-PCC24-0041'))).toBe(true);
  });
});

describe('taking a decision', () => {
  test('records it under the capacity that the delegation gives', () => {
    given().when(takeDecision, stated, by(approver)).then(taken);
  });

  const publication = { channel: 'website', reference: 'Decision 72a', withheld: [] };
  const published = made(DecisionPublished, { ...publication, decision: 'BEDS-PCC24-0072a' });

  test('publishes it in the same act where it is said how', () => {
    given()
      .when(takeDecision, { ...stated, publication }, by(approver))
      .then(taken, published);
  });

  test('publishes nothing that may not be withheld, and then takes no decision either', () => {
    const withheld = [{ item: 'the price', ground: 'commercial-confidentiality', inTheViewOf: 'officer' }];
    given()
      .when(takeDecision, { ...stated, publication: { ...publication, withheld } }, by(approver))
      .refused('withheld.on-ground-of-order', {
        grounds: [
          'national-security',
          'safety-of-a-person',
          'prejudice-to-crime-or-justice',
          'barred-by-enactment',
        ],
      });
  });

  test('publishes once: a decision that is public is not published again otherwise', () => {
    given(...recorded([taken, published], { actor: approver }))
      .when(
        takeDecision,
        { ...stated, publication: { ...publication, reference: 'Elsewhere' } },
        by(approver),
      )
      .refused('decision.published-once');
  });

  test('is refused before the body has rules', () => {
    given()
      .when(takeDecision, stated, contextOf({ actor: approver }))
      .refused('rulebook.adopted');
  });

  test('is done once: the number stands for what was decided then', () => {
    given(...recorded([taken], { actor: approver }))
      .when(takeDecision, { ...stated, reasons: 'On reflection.' }, by(approver))
      .refused(
        'decision.taken-once',
        { takenBy: 'approver-1', decision: 'BEDS-PCC24-0072a', capacity: 'Police and Crime Commissioner' },
        '/decision',
      );
  });

  test.each(['BEDS-PCC21-0072', 'BEDS-PCC2-0072', 'BEDS-PFCC24-0072'])(
    'as %s is refused: the series is not in use',
    (reference) => {
      given()
        .when(takeDecision, { ...stated, decision: reference }, by(approver))
        .refused(
          'decision.numbered-in-series',
          { series: reference.split('-')[1] ?? '', inUse: ['PCC24'] },
          '/decision',
        );
    },
  );

  test.each(['BEDS-PCC24-72', 'BEDS-PCC24-072a', 'BEDS-PCC24-00072', 'BEDS-PCC24-000072'])(
    'as %s is refused: that number is written otherwise, and would be decided twice',
    (reference) => {
      given()
        .when(takeDecision, { ...stated, decision: reference }, by(approver))
        .refused('decision.number-written-one-way', { decision: reference }, '/decision');
    },
  );

  test.each(['BEDS-PCC24-0072', 'BEDS-PCC24-9999', 'BEDS-PCC24-10000', 'BEDS-PCC24-123456a'])(
    'as %s is taken',
    (reference) => {
      const decision = { ...stated, decision: reference };
      given()
        .when(takeDecision, decision, by(approver))
        .then(made(DecisionTaken, { ...decision, capacity: taken.data.capacity }));
    },
  );

  test('takes a delegation of the scheme of the day', () => {
    given()
      .when(takeDecision, { ...stated, delegation: 'deputy' }, by(approver))
      .refused('decision.under-delegation', { delegation: 'deputy' }, '/delegation');
  });

  test('takes the role that the delegation is given to', () => {
    given()
      .when(takeDecision, stated, by(officer))
      .refused(
        'decision.under-delegation',
        { role: 'commissioning-officer', delegated: 'approver' },
        '/delegation',
      );
  });

  test('keeps within the delegated sum, to the penny', () => {
    const delegated = { ...stated, delegation: 'chief-executive' };
    const withinLimit = { ...delegated, authorises: [award(6_000_000)] };
    given()
      .when(takeDecision, withinLimit, by(approver))
      .then(made(DecisionTaken, { ...withinLimit, capacity: 'Chief Executive' }));
    given()
      .when(takeDecision, { ...delegated, authorises: [award(6_000_001)] }, by(approver))
      .refused(
        'decision.within-delegated-sum',
        { sum: 6_000_001, limit: 6_000_000, capacity: 'Chief Executive' },
        '/authorises',
      );
  });

  test('counts every act it authorises against the delegated sum', () => {
    const acts = [
      award(2_000_000, 'including'),
      { act: 'vary', commission: 'BEDS-2026-0008', award: 'a1', upTo: sum(2_000_000) },
      { act: 'accept-funding', fund: 'BEDS-moj-victims-2026-27', amount: sum(2_000_001) },
      { act: 'no-award', commission: 'BEDS-2026-0009' },
      { act: 'extend', commission: 'BEDS-2026-0009', award: 'a1' },
      { act: 'halt', commission: 'BEDS-2026-0009' },
      { act: 'cancel', commission: 'BEDS-2026-0009' },
      { act: 'exception', commission: 'BEDS-2026-0009', rule: 'quotes.three' },
    ];
    const command = { ...stated, delegation: 'chief-finance-officer', advice: [], authorises: acts };
    given()
      .when(takeDecision, command, by(finance))
      .refused('decision.within-delegated-sum', { sum: 6_000_001 });
    given()
      .when(takeDecision, { ...command, authorises: acts.filter(({ act }) => act !== 'vary') }, by(finance))
      .then(
        made(DecisionTaken, {
          ...command,
          authorises: acts.filter(({ act }) => act !== 'vary'),
          capacity: 'Chief Finance Officer',
        }),
      );
  });

  test('states its sums on the basis of the body, or without VAT', () => {
    given()
      .when(takeDecision, { ...stated, authorises: [award(1), award(1, 'excluding')] }, by(approver))
      .refused('decision.sums-on-one-basis', { vat: 'excluding', basis: 'including' }, '/authorises/1');
  });

  test('is never for a constable or police staff, though a scheme should say so', () => {
    const delegations = rules.delegations.map((held) => ({ ...held, holder: 'police-staff' as const }));
    given()
      .when(takeDecision, stated, by(approver, { delegations }))
      .refused('delegation.never-to-police', { holder: 'police-staff' }, '/delegation');
  });

  test('is not for whoever advised on it', () => {
    const advice = [...stated.advice, { kind: 'legal', by: 'approver-1', text: 'Lawful.' }];
    given()
      .when(takeDecision, { ...stated, advice }, by(approver))
      .refused('decision.decider-did-not-advise', { advice: 'legal', by: 'approver-1' }, '/advice/2/by');
  });

  test('binds the body alone', () => {
    const elsewhere = [award(1), { act: 'halt', commission: 'KENT-2026-0001' }];
    given()
      .when(takeDecision, { ...stated, authorises: elsewhere }, by(approver))
      .refused('decision.own-body', { body: 'BEDS', of: 'KENT', act: 'halt' }, '/authorises/1');
    const otherFund = [{ act: 'accept-funding', fund: 'KENT-moj-victims-2026-27', amount: sum(1) }];
    given()
      .when(takeDecision, { ...stated, authorises: otherFund }, by(approver))
      .refused('decision.own-body', { of: 'KENT' }, '/authorises/0');
  });

  const victims = 'BEDS-moj-victims-2026-27';
  const carrying = {
    act: 'carry-forward',
    fund: victims,
    to: 'BEDS-moj-victims-2027-28',
    amount: sum(1),
  };
  const reallocating = {
    act: 'reallocate',
    fund: victims,
    from: 'BEDS-2026-0001',
    to: 'BEDS-2026-0002',
    amount: sum(1),
  };

  test.each([
    ['money carried forward to', { ...carrying, to: 'KENT-moj-victims-2027-28' }],
    ['money reallocated of', { ...reallocating, fund: 'KENT-moj-victims-2026-27' }],
    ['money reallocated from', { ...reallocating, from: 'KENT-2026-0001' }],
    ['money reallocated to', { ...reallocating, to: 'KENT-2026-0002' }],
  ])('binds the body alone: not for %s another one', (_what, act) => {
    given()
      .when(takeDecision, { ...stated, authorises: [act] }, by(approver))
      .refused('decision.own-body', { body: 'BEDS', of: 'KENT' }, '/authorises/0');
  });

  test('counts what it lets be moved or promised against the limit of the delegation', () => {
    const limited = { ...stated, delegation: 'chief-executive' };
    const acts = (pence: number) => [
      carrying,
      { ...reallocating, amount: sum(pence - 3) },
      { act: 'revise-budget', fund: victims, change: 'lower', amount: sum(1) },
      { act: 'over-allocate', fund: victims, amount: sum(1), until: '2027-03-31', percent: 10 },
    ];
    const { decided } = given().when(takeDecision, { ...limited, authorises: acts(6_000_000) }, by(approver));
    expect(decided).toMatchObject({ _tag: 'Right' });
    given()
      .when(takeDecision, { ...limited, authorises: acts(6_000_001) }, by(approver))
      .refused('decision.within-delegated-sum', { sum: 6_000_001, limit: 6_000_000 });
  });
});

describe('publishing a decision', () => {
  const history = recorded([taken], { actor: approver });
  const publication = { channel: 'website', reference: 'https://example.org/pcc-d-072a', withheld: [] };
  const withheld = (ground: string, inTheViewOf: string) => ({
    ...publication,
    withheld: [{ item: 'The address of the refuge', ground, inTheViewOf }],
  });

  test('makes it public', () => {
    given(...history)
      .when(publishDecision, publication)
      .then(made(DecisionPublished, { ...publication, decision: stated.decision }));
  });

  test('comes after taking it', () => {
    given().when(publishDecision, publication).refused('decision.published-once-taken');
  });

  test('is done once', () => {
    const published = made(DecisionPublished, { ...publication, decision: stated.decision });
    given(...history, ...recorded([published], {}, 1))
      .when(publishDecision, { ...publication, reference: 'elsewhere' })
      .refused('decision.published-once', { publishedAt: publication.reference });
  });

  test.each(['national-security', 'safety-of-a-person', 'prejudice-to-crime-or-justice'])(
    'withholds for %s in the view of the chief officer of police, and of nobody else',
    (ground) => {
      const lawful = withheld(ground, 'chief-officer-of-police');
      given(...history)
        .when(publishDecision, lawful)
        .then(made(DecisionPublished, { ...lawful, decision: stated.decision }));
      given(...history)
        .when(publishDecision, withheld(ground, 'the commissioner'))
        .refused(
          'withheld.in-chief-officers-view',
          { ground, inTheViewOf: 'the commissioner' },
          '/withheld/0/inTheViewOf',
        );
    },
  );

  test('withholds what an enactment bars, whoever says so', () => {
    const barred = withheld('barred-by-enactment', 'the monitoring officer');
    given(...history)
      .when(publishDecision, barred)
      .then(made(DecisionPublished, { ...barred, decision: stated.decision }));
  });

  test.each(['commercial-confidentiality', 'embarrassment'])('does not withhold for %s', (ground) => {
    given(...history)
      .when(publishDecision, withheld(ground, 'chief-officer-of-police'))
      .refused('withheld.on-ground-of-order', { ground }, '/withheld/0/ground');
  });
});

describe('the minutes of a meeting at which the matter was discussed', () => {
  const public_ = made(DecisionPublished, {
    decision: stated.decision,
    channel: 'website',
    reference: 'Decision 72a',
    withheld: [],
  });
  const minutes = {
    minutes: 'board-november',
    meeting: 'Commissioning board',
    heldOn: '2026-11-23',
    inPublic: false,
    matter: 'Item 4',
    channel: 'website',
    reference: 'Board minutes, November 2026',
    withheld: [],
  };
  const noted = made(MinutesPublished, { ...minutes, decision: stated.decision });

  test('are noted once the decision is public, of as many meetings as there were', () => {
    given(...recorded([taken, public_]))
      .when(publishMinutes, minutes)
      .then(noted);
    given(...recorded([taken, public_, noted]))
      .when(publishMinutes, {
        ...minutes,
        minutes: 'panel',
        meeting: 'Police and Crime Panel',
        inPublic: true,
      })
      .then(
        made(MinutesPublished, {
          ...noted.data,
          minutes: 'panel',
          meeting: 'Police and Crime Panel',
          inPublic: true,
        }),
      );
  });

  test('do not tell of a decision before it is public itself', () => {
    given().when(publishMinutes, minutes).refused('decision.minutes-once-published');
    given(...recorded([taken]))
      .when(publishMinutes, minutes)
      .refused('decision.minutes-once-published');
  });

  test('are said once, and of a meeting that was held', () => {
    given(...recorded([taken, public_, noted]))
      .when(publishMinutes, { ...minutes, matter: 'Item 5' })
      .refused('entry.said-once', {}, '/minutes');
    given(...recorded([taken, public_]))
      .when(publishMinutes, { ...minutes, heldOn: '2026-11-24' })
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/heldOn');
  });

  test.each([
    ['commercial confidentiality', 'commercial-confidentiality', 'approver-1', 'withheld.on-ground-of-order'],
    ['safety in whose view it is not', 'safety-of-a-person', 'approver-1', 'withheld.in-chief-officers-view'],
  ])('are not withheld for %s', (_, ground, inTheViewOf, rule) => {
    given(...recorded([taken, public_]))
      .when(publishMinutes, { ...minutes, withheld: [{ item: 'Address', ground, inTheViewOf }] })
      .refused(rule);
  });
});
