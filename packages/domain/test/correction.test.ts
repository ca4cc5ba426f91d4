import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DomainEvent,
  fold,
  type Happened,
  pathOf,
  pointerOf,
  replacedAt,
  valueAt,
} from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { aggregateOf } from '../src/aggregates';
import { correctCommissionEntry } from '../src/commission/correct-entry';
import { NeedIdentified } from '../src/commission/analyse/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { identifyNeed } from '../src/commission/analyse/identify-need';
import { ChallengeRaised } from '../src/commission/purchase/challenge-events';
import { CommissionClosed } from '../src/commission/review/events';
import { FeedbackRecorded } from '../src/commission/review/learning-events';
import type { Corrigible } from '../src/corrections/corrigible';
import { EntryCorrected } from '../src/corrections/events';
import { correctDecisionEntry } from '../src/decision/correct-entry';
import { type DecisionEvent, DecisionPublished, DecisionTaken } from '../src/decision/events';
import { decision } from '../src/decision/state';
import { correctFundEntry } from '../src/fund/correct-entry';
import { FundOpened } from '../src/fund/events';
import { fund } from '../src/fund/state';
import { correctProviderEntry } from '../src/provider/correct-entry';
import { ProviderRegistered } from '../src/provider/events';
import { provider } from '../src/provider/state';
import { eventDefinitions } from '../src/registry';
import {
  after,
  afterEvents,
  by,
  context,
  contextAt,
  fundReference,
  need,
  needing,
  reference,
  village,
} from './support/commission';
import { made } from './support/made';
import { approver, contextOf, finance, officer, recorded, specificationOf } from './support/specification';

/** The id of the n-th event of a stream, as tests number them. */
const idOf = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

const misspelt = made(NeedIdentified, { ...needing, title: 'Suport for families' });
const correcting = {
  correction: 'title',
  entry: idOf(0),
  changes: [{ field: '/title', to: 'Support for families' }],
  reason: 'A letter was left out.',
};
const corrected = made(EntryCorrected, {
  correction: 'title',
  entry: idOf(0),
  of: 'NeedIdentified',
  changes: [{ field: '/title', released: { from: 'Suport for families', to: 'Support for families' } }],
  names: [{ field: 'reference', id: reference }],
  otherNames: [],
  reason: 'A letter was left out.',
});

describe('putting a slip right', () => {
  test('names the entry, the field, what stood there, what is to stand there, and why', () => {
    after(misspelt).when(correctCommissionEntry, correcting, context).then(corrected);
  });

  test('stands under the class that the field has in the entry, and names in confidence what the entry does', () => {
    const raised = made(ChallengeRaised, {
      challenge: 'azalea',
      by: 'provider',
      means: 'complaint',
      receivedOn: '2026-11-20',
      suspends: 'none',
      about: 'Azalia was not told of the amendment.',
    });
    const about = {
      from: 'Azalia was not told of the amendment.',
      to: 'Azalea was not told of the amendment.',
    };
    after(need, raised)
      .when(
        correctCommissionEntry,
        { ...correcting, entry: idOf(1), changes: [{ field: '/about', to: about.to }] },
        context,
      )
      .then(
        made(EntryCorrected, {
          correction: 'title',
          entry: idOf(1),
          of: 'ChallengeRaised',
          changes: [{ field: '/about', official: about }],
          names: [],
          otherNames: [{ field: 'challenge', id: 'azalea' }],
          reason: correcting.reason,
        }),
      );
  });

  test('may be done again, and begins at what stands then', () => {
    const again = {
      ...correcting,
      correction: 'once-more',
      changes: [{ field: '/title', to: 'Help for families' }],
    };
    after(misspelt, corrected)
      .when(correctCommissionEntry, again, context)
      .then(
        made(EntryCorrected, {
          ...(corrected.data as object),
          correction: 'once-more',
          changes: [{ field: '/title', released: { from: 'Support for families', to: 'Help for families' } }],
        }),
      );
  });

  test('is said once under its id', () => {
    after(misspelt, corrected)
      .when(correctCommissionEntry, { ...correcting, reason: 'Another.' }, context)
      .refused('entry.said-once', {}, '/correction');
  });

  test('leaves the first entry: what was asked first is not asked again under its id', () => {
    after(misspelt, corrected).when(identifyNeed, needing, context).refused('commission.begun-once');
  });

  test('is of an entry of this stream in which something may be corrected', () => {
    after(misspelt)
      .when(correctCommissionEntry, { ...correcting, entry: idOf(7) }, context)
      .refused('correction.of-a-known-entry', { entry: idOf(7) }, '/entry');
    after(misspelt, corrected)
      .when(correctCommissionEntry, { ...correcting, correction: 'c2', entry: idOf(1) }, context)
      .refused('correction.of-a-known-entry', { entry: idOf(1) }, '/entry');
  });

  test('is done in the role in which the entry was made', () => {
    after(misspelt)
      .when(correctCommissionEntry, correcting, contextOf({ ...context, actor: approver }))
      .refused(
        'correction.in-the-role-of-the-entry',
        { madeBy: 'commissioning-officer', role: 'approver' },
        '/entry',
      );
    afterEvents(by(misspelt, officer))
      .when(
        correctCommissionEntry,
        correcting,
        contextOf({ ...context, actor: { ...officer, id: 'officer-2' as never } }),
      )
      .then(corrected);
  });

  test.each(['/objectives', '/objectives/0', '/reference', '', '/nothing'])(
    'is never of %s: by it something was decided or is found',
    (field) => {
      const changes = [{ field: field === '' ? '/' : field, to: 'prevention' }];
      after(misspelt)
        .when(correctCommissionEntry, { ...correcting, changes }, context)
        .refused(
          'correction.of-a-correctable-field',
          {
            entry: 'NeedIdentified',
            field: field === '' ? '/' : field,
            correctable: ['/title', '/summary', '/standingAssessment'],
          },
          '/changes/0/field',
        );
    },
  );

  test('puts another value in the place of one that was given, each field once', () => {
    const rule = 'correction.of-something-said-otherwise';
    const asking = (...changes: ReadonlyArray<object>) =>
      after(misspelt).when(correctCommissionEntry, { ...correcting, changes }, context);
    asking({ field: '/title', to: 'Suport for families' }).refused(
      rule,
      { field: '/title' },
      '/changes/0/field',
    );
    asking({ field: '/standingAssessment', to: 'Needs 2024' }).refused(rule, {}, '/changes/0/field');
    asking({ field: '/title', to: 'One' }, { field: '/title', to: 'Two' }).refused(
      rule,
      {},
      '/changes/1/field',
    );
  });

  test('leaves an entry that could have been recorded so', () => {
    after(misspelt)
      .when(
        correctCommissionEntry,
        { ...correcting, changes: [{ field: '/title', to: 'Two\nlines' }] },
        context,
      )
      .refused(
        'correction.fits-the-field',
        { faults: ['/title: one line of text, at most 300 characters'] },
        '/changes',
      );
  });

  test('gives a day that has come', () => {
    const heard = made(FeedbackRecorded, {
      feedback: 'f1',
      from: 'service-users',
      how: 'Interviews',
      heardOn: '2026-11-02',
      text: 'It helped.',
    });
    const asking = (to: string) =>
      after(need, heard).when(
        correctCommissionEntry,
        { ...correcting, entry: idOf(1), changes: [{ field: '/heardOn', to }] },
        context,
      );
    asking('2026-11-24').refused(
      'dates.not-in-the-future',
      { day: '2026-11-24', today: '2026-11-23' },
      '/changes/0/to',
    );
    asking('in May').refused('correction.fits-the-field', {}, '/changes');
    expect(E.isRight(asking('2026-11-20').decided)).toBe(true);
  });

  test('may be done once the commission is closed, also of one of a list', () => {
    const closed = made(CommissionClosed, {
      outcome: 'delivered',
      summary: 'It ended.',
      lessons: ['Begin erlier.'],
    });
    const changes = [{ field: '/lessons/0', to: 'Begin earlier.' }];
    after(need, closed)
      .when(
        correctCommissionEntry,
        { ...correcting, entry: idOf(1), changes },
        contextAt('2027-01-04T09:00:00.000Z'),
      )
      .then(
        made(EntryCorrected, {
          correction: 'title',
          entry: idOf(1),
          of: 'CommissionClosed',
          changes: [{ field: '/lessons/0', official: { from: 'Begin erlier.', to: 'Begin earlier.' } }],
          names: [],
          otherNames: [],
          reason: correcting.reason,
        }),
      );
    after(need, closed)
      .when(
        correctCommissionEntry,
        { ...correcting, entry: idOf(1), changes: [{ field: '/lessons/1', to: 'More.' }] },
        context,
      )
      .refused('correction.of-something-said-otherwise');
  });
});

describe('in other streams', () => {
  test('a decision keeps what it decided and why; its title is put right by an approver', () => {
    const taken = recorded<DecisionEvent>(
      [
        made(DecisionTaken, {
          decision: 'BEDS-PCC24-0040',
          title: 'Suport for families',
          delegation: 'commissioner',
          capacity: 'Police and Crime Commissioner',
          background: 'Families wait.',
          reasons: 'It answers the plan.',
          advice: [],
          interests: [],
          authorises: [{ act: 'halt', commission: reference }],
        }),
      ],
      { actor: approver },
    );
    const asking = (field: string) =>
      specificationOf(decision)
        .given(...taken)
        .when(
          correctDecisionEntry,
          { ...correcting, changes: [{ field, to: 'Support for families' }] },
          contextOf({ actor: approver }),
        );
    expect(E.isRight(asking('/title').decided)).toBe(true);
    for (const field of ['/reasons', '/authorises/0/upTo/pence', '/advice/0/text', '/capacity'])
      asking(field).refused('correction.of-a-correctable-field', { correctable: ['/title', '/background'] });
  });

  test('where a decision was published is put right in its own stream, never what was withheld of it', () => {
    const published = made(DecisionPublished, {
      decision: 'BEDS-PCC24-0040',
      channel: 'website',
      reference: 'https://example.org/04',
      withheld: [],
    });
    const asking = (field: string) =>
      specificationOf(decision)
        .given(...recorded<DecisionEvent>([published]))
        .when(correctDecisionEntry, {
          ...correcting,
          changes: [{ field, to: 'https://example.org/40' }],
        });
    expect(E.isRight(asking('/reference').decided)).toBe(true);
    asking('/channel').refused('correction.of-a-correctable-field', { correctable: ['/reference'] });
    // A commission holds a copy of what was published: it is no entry of its own.
    afterEvents(...recorded([need, published as never]))
      .when(
        correctCommissionEntry,
        { ...correcting, entry: idOf(1), changes: [{ field: '/reference', to: 'https://example.org/40' }] },
        context,
      )
      .refused('correction.of-a-known-entry', {}, '/entry');
  });

  test('the title of an award brought in is put right, and says of which decision; its sums and days are its source’s', () => {
    const prior = made(PriorAwardRecorded, {
      reference,
      award: 'w1',
      title: 'Sanctury scheme',
      recipient: { name: 'Azalea' },
      amount: { basis: 'total' },
      years: ['2023-24'],
      fundingStream: 'Community Safety Fund',
      agreement: 'ended',
      decision: 'PCC/D/102',
      decidedOn: '2023-05-04',
      source: { id: 'row-1', url: 'https://example.org', read: '2026-08-01' },
    });
    const asking = (field: string) =>
      after(prior).when(
        correctCommissionEntry,
        { ...correcting, changes: [{ field, to: 'Sanctuary scheme' }] },
        context,
      );
    asking('/title').then(
      made(EntryCorrected, {
        correction: 'title',
        entry: idOf(0),
        of: 'PriorAwardRecorded',
        changes: [{ field: '/title', public: { from: 'Sanctury scheme', to: 'Sanctuary scheme' } }],
        names: [
          { field: 'reference', id: reference },
          { field: 'award', id: 'w1' },
          { field: 'decision', id: 'PCC/D/102' },
          { field: 'decidedOn', id: '2023-05-04' },
        ],
        otherNames: [],
        reason: correcting.reason,
      }),
    );
    for (const field of ['/recipient/name', '/fundingStream', '/decision', '/decidedOn', '/source/url'])
      asking(field).refused('correction.of-a-correctable-field', {}, '/changes/0/field');
  });

  test('the cost code of a fund is put right by finance, never its funder or themes', () => {
    const opened = made(FundOpened, {
      fund: fundReference,
      stream: 'community-safety',
      name: 'Community Safety Fund',
      year: '2026-27',
      funder: 'Police and Crime Commissioner for Bedfordshire',
      themes: [],
      costCode: 'CS-0011',
    });
    const asking = (field: string) =>
      specificationOf(fund)
        .given(...recorded([opened], { actor: finance }))
        .when(
          correctFundEntry,
          { ...correcting, changes: [{ field, to: 'CS-0010' }] },
          contextOf({ actor: finance }),
        );
    expect(E.isRight(asking('/costCode').decided)).toBe(true);
    asking('/funder').refused('correction.of-a-correctable-field', { correctable: ['/costCode'] });
  });

  test('a provider is named rightly from then on', () => {
    const registered = made(ProviderRegistered, {
      provider: village,
      name: 'Vilage Hall Trust',
      sector: 'voluntary-community-social-enterprise',
      local: true,
    });
    const history = recorded([registered]);
    const { decided } = specificationOf(provider)
      .given(...history)
      .when(correctProviderEntry, { ...correcting, changes: [{ field: '/name', to: 'Village Hall Trust' }] });
    const state = fold(provider, provider.initial, [
      ...history,
      ...recorded(E.isRight(decided) ? decided.right : []),
    ]);
    expect(state.registered?.name).toBe('Village Hall Trust');
  });
});

/** What may be corrected in which event, as the catalogue lists it. */
const correctable = eventDefinitions.flatMap((definition) =>
  definition.correctable.map((path) => ({ definition, path })),
);

const fixtureOf = (type: string): object => {
  const stored = eventDefinitions.find((each) => each.type === type)?.versions.at(-1)?.storedType ?? type;
  return JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', `${stored}.json`), 'utf8')) as object;
};

/** What has to have happened for the state to hold an entry at all. */
const before: Readonly<Record<string, ReadonlyArray<string>>> = {
  PaymentMade: ['GrantAwarded', 'PaymentApproved'],
  PaymentRecovered: ['GrantAwarded'],
  ContributionReceived: ['CoCommissionerJoined', 'ContributionAgreed'],
};

describe('after a correction', () => {
  test.each(correctable.map((each) => [each.definition.type, pointerOf(each.path.path), each] as const))(
    'of %s%s the state is as if the entry had been made right from the start',
    (type, _pointer, { definition, path }) => {
      const entry = fixtureOf(type);
      const place = path.path.map((segment) => (segment === '*' ? '0' : segment));
      const field = pointerOf(place);
      const from = valueAt(entry, place) as string;
      const to = path.codec.is('2026-05-05') && !path.codec.is('Put right') ? '2026-05-05' : 'Put right';
      const kind = type === 'DecisionTaken' ? 'decision' : definition.aggregate;
      const aggregate = aggregateOf(kind);
      const earlier = (before[type] ?? []).map((each) => ({ type: each, data: fixtureOf(each) }));
      const stated = (data: object, ...then: ReadonlyArray<DomainEvent>): object => {
        const events = recorded([...earlier, { type, data }, ...then]) as ReadonlyArray<Happened>;
        const {
          entries: _entries,
          corrections: _corrections,
          ...state
        } = fold(aggregate, aggregate.initial, events) as Corrigible;
        return state;
      };
      const slot = path.fieldClass?.kind ?? 'public';
      const correction = made(EntryCorrected, {
        correction: 'c1',
        entry: idOf(earlier.length),
        of: type,
        changes: [{ field, [slot]: { from, to } }],
        names: [],
        otherNames: [],
        reason: 'A slip.',
      });
      const right = replacedAt(entry, pathOf(field), to) as object;
      expect(definition.faultsIn(right)).toEqual([]);
      expect(stated(right)).not.toEqual(stated(entry));
      expect(stated(entry, correction as unknown as DomainEvent)).toEqual(stated(right));
    },
  );

  test('what is public with it was released by what releases the field itself', () => {
    const releasing = correctable.flatMap(({ path: { fieldClass } }) =>
      fieldClass?.kind === 'released' ? fieldClass.by : [],
    );
    expect([...new Set(releasing)].toSorted()).toEqual([
      'DecisionPublished',
      'PriorAwardRecorded',
      'SpecPublished',
    ]);
  });

  test('nothing that scores, awards, pays, limits or decides is among what may be corrected', () => {
    expect([...new Set(correctable.map(({ definition }) => definition.type))].toSorted()).toEqual([
      'ChallengeRaised',
      'CommissionClosed',
      'ConsultationHeld',
      'ConsultationOpened',
      'ContributionReceived',
      'DecisionPublished',
      'DecisionTaken',
      'DraftSpecShared',
      'EvidenceAdded',
      'FeedbackRecorded',
      'FundOpened',
      'InsightRecorded',
      'MarketEngaged',
      'NeedIdentified',
      'NoticePublished',
      'PaymentMade',
      'PaymentRecovered',
      'PriorAwardRecorded',
      'PriorFundingRecorded',
      'ProviderRegistered',
    ]);
  });
});
