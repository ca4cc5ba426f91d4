import { fold } from '@commissioning/kernel';
import { commission } from '../src/commission/evolve';
import type { CommissionEvent } from '../src/commission/events';
import { PriorAwardRecorded } from '../src/commission/history/events';
import { DraftSpecShared } from '../src/commission/plan/draft-events';
import { ConflictsAssessed, MarketEngaged, NoticePublished } from '../src/commission/plan/events';
import { publishNotice } from '../src/commission/plan/publish-notice';
import { ContractAwarded, ExceptionRecorded } from '../src/commission/purchase/events';
import { AwardDeclined } from '../src/commission/purchase/reserve-events';
import { IdentifierClaimed } from '../src/provider/events';
import { signedContract } from './support/agreement';
import { awardedToBirch } from './support/awarded-tender';
import {
  after,
  contextAt,
  contractChosen,
  engaged,
  fundReference,
  need,
  providerOf,
  published,
  routed,
  village,
} from './support/commission';
import { made } from './support/made';
import { contextOf, recorded } from './support/specification';
import { afterHappened } from './support/tender';

const notice = (kind: string, more: object = {}) => ({
  notice: kind.toLowerCase(),
  kind,
  channel: 'central-platform',
  reference: `2026/S ${kind}`,
  publishedOn: '2026-11-20',
  ...more,
});
const noticed = (kind: string, more: object = {}) => made(NoticePublished, notice(kind, more));
const conflicts = made(ConflictsAssessed, { finding: 'None found.', mitigations: [] });
const today = contextAt('2026-11-23T12:00:00.000Z');

const under = (regime: string): ReadonlyArray<CommissionEvent> => [
  need,
  contractChosen,
  routed('tender', 70_000_000, { regime, vat: 'including' }),
];
const draftFor = (...sharedWith: ReadonlyArray<string>) =>
  made(DraftSpecShared, {
    draft: 'first',
    sharedWith,
    openly: true,
    sharedOn: '2026-10-01',
    feedbackUntil: '2026-10-20',
    feedback: 'Ask for evenings.',
  });

const publicRegimes = ['standard', 'light-touch'];
const otherRegimes = ['below-threshold', 'exempt', 'grant'];

describe('a tender notice after the market was engaged', () => {
  const tell = (regime: string, before: ReadonlyArray<CommissionEvent>, more: object = {}) =>
    after(...under(regime), conflicts, ...before).when(publishNotice, notice('UK4', more), today);
  const facts = { engagements: ['e1'], drafts: [], publishedOn: '2026-11-20' };

  test.each(publicRegimes)('under %s comes after the notice of that engagement', (regime) => {
    tell(regime, [engaged, noticed('UK2')]).then(noticed('UK4'));
    tell(regime, [engaged]).refused('notice.engagement-noticed-first', facts, '/noEngagementNotice');
    tell(regime, [engaged, noticed('UK3')]).refused('notice.engagement-noticed-first', facts);
  });

  test('or says why there was none', () => {
    const why = { noEngagementNotice: 'The one meeting was announced to everybody by the trade body.' };
    tell('standard', [engaged], why).then(noticed('UK4', why));
  });

  test('goes with one of the same day or before, not of the day after', () => {
    for (const publishedOn of ['2026-11-19', '2026-11-20'])
      tell('standard', [engaged, noticed('UK2', { publishedOn })]).then(noticed('UK4'));
    tell('standard', [engaged, noticed('UK2', { publishedOn: '2026-11-21' })]).refused(
      'notice.engagement-noticed-first',
      facts,
      '/noEngagementNotice',
    );
  });

  test('and with one of its lot or of all of them', () => {
    const lot = { lot: 'north' };
    tell('standard', [published, engaged, noticed('UK2')], lot).then(noticed('UK4', lot));
    tell('standard', [published, engaged, noticed('UK2', lot)], lot).then(noticed('UK4', lot));
    for (const other of [{ lot: 'south' }, {}])
      tell('standard', [published, engaged, noticed('UK2', lot)], other).refused(
        'notice.engagement-noticed-first',
        facts,
        '/noEngagementNotice',
      );
  });

  test('showing possible providers a draft is engaging the market, showing partners one is not', () => {
    tell('standard', [draftFor('partners', 'market')]).refused(
      'notice.engagement-noticed-first',
      { ...facts, engagements: [], drafts: ['first'] },
      '/noEngagementNotice',
    );
    tell('standard', [draftFor('partners', 'service-users')]).then(noticed('UK4'));
  });

  test('needs none where nobody was engaged', () => {
    tell('standard', []).then(noticed('UK4'));
  });

  test('of another kind of notice it is not asked', () => {
    after(...under('standard'), conflicts, engaged)
      .when(publishNotice, notice('UK3'), today)
      .then(noticed('UK3'));
  });

  test.each(otherRegimes)('nor under %s, where the Act asks for no such notice', (regime) => {
    tell(regime, [engaged]).then(noticed('UK4'));
  });

  test('engagement of another kind of means counts as well', () => {
    const survey = made(MarketEngaged, {
      engagement: 'e2',
      means: 'survey',
      attendance: [],
      insights: 'None.',
    });
    tell('light-touch', [survey]).refused(
      'notice.engagement-noticed-first',
      { ...facts, engagements: ['e2'] },
      '/noEngagementNotice',
    );
  });
});

describe('what belongs to a tender notice', () => {
  test.each([{ noEngagementNotice: 'Nobody was asked.' }, { reservedFor: 'value-driven-organisations' }])(
    'is said in no other: %j',
    (more) => {
      after(...under('below-threshold'))
        .when(publishNotice, notice('UK7', more), today)
        .refused('notice.says-what-is-its-own', { kind: 'UK7' }, '/kind');
    },
  );

  test('a contract is reserved below the threshold', () => {
    const reserved = { reservedFor: 'small-and-medium-sized-enterprises' };
    after(...under('below-threshold'))
      .when(publishNotice, notice('UK4', reserved), today)
      .then(noticed('UK4', reserved));
    for (const regime of [...publicRegimes, 'exempt'])
      after(...under(regime), conflicts)
        .when(publishNotice, notice('UK4', reserved), today)
        .refused('notice.reserves-below-threshold', { regime }, '/reservedFor');
    after(need)
      .when(publishNotice, notice('UK4', reserved), today)
      .refused('notice.reserves-below-threshold', { regime: null }, '/reservedFor');
  });
});

describe('a notice that confirms that conflicts were assessed', () => {
  test.each(['UK4', 'UK5', 'UK7', 'UK10'])('%s comes after the assessment', (kind) => {
    for (const regime of publicRegimes) {
      after(...under(regime))
        .when(publishNotice, notice(kind), today)
        .refused('notice.confirms-conflicts-assessment', { kind }, '/kind');
      after(...under(regime), conflicts)
        .when(publishNotice, notice(kind), today)
        .then(noticed(kind));
    }
    for (const regime of otherRegimes)
      after(...under(regime))
        .when(publishNotice, notice(kind), today)
        .then(noticed(kind));
  });

  test.each(['UK2', 'UK3', 'UK9', 'UK11', 'UK12'])('%s confirms nothing of the kind', (kind) => {
    after(...under('standard'))
      .when(publishNotice, notice(kind), today)
      .then(noticed(kind));
  });
});

describe('a contract award notice', () => {
  const awarded = afterHappened(...awardedToBirch);
  const ask = (more: object = {}) =>
    awarded.when(
      publishNotice,
      notice('UK6', { publishedOn: '2026-11-23', ...more }),
      contextAt('2026-11-24T12:00:00.000Z'),
    );

  test('is of what was awarded in its lot, on the day of the award or later', () => {
    for (const more of [{}, { lot: 'north' }, { publishedOn: '2026-11-24' }])
      ask(more).then(made(NoticePublished, notice('UK6', { publishedOn: '2026-11-23', ...more })));
    ask({ lot: 'south' }).refused('notice.of-an-award', { lot: 'south' }, '/kind');
    ask({ publishedOn: '2026-11-22' }).refused('notice.of-an-award', { publishedOn: '2026-11-22' }, '/kind');
    after(...under('standard'))
      .when(publishNotice, notice('UK6'), today)
      .refused('notice.of-an-award', { lot: null }, '/kind');
  });
});

describe('contract details below the threshold', () => {
  const known = (...schemes: ReadonlyArray<string>) =>
    contextOf({
      ...today,
      providers: new Map([
        [
          village,
          providerOf(
            village,
            'Village Hall Trust',
            ...schemes.map((scheme) => made(IdentifierClaimed, { identifier: { scheme, value: 'PABC-1' } })),
          ),
        ],
      ]),
    });
  const signed = signedContract('tender', 5_000_000, 'below-threshold');
  const details = (kind = 'UK7', ...before: ReadonlyArray<CommissionEvent>) =>
    [after(...signed, ...before), notice(kind)] as const;
  const facts = { providers: [village], scheme: 'GB-PPON' };

  test('name a supplier that has an identifier on the central platform', () => {
    const [given, asked] = details();
    given.when(publishNotice, asked, known('GB-COH', 'GB-PPON')).then(noticed('UK7'));
    for (const context of [known('GB-COH'), known(), contextOf({ ...today, providers: new Map() })])
      given.when(publishNotice, asked, context).refused('notice.names-supplier-on-platform', facts, '/kind');
  });

  test('or a decision lets them go without', () => {
    const excepted = made(ExceptionRecorded, {
      rule: 'notice.names-supplier-on-platform',
      ground: 'The regulation is not in force for this contract.',
      authorisedBy: 'approver-1',
      decision: 'BEDS-PCC24-0041',
    });
    const [given, asked] = details('UK7', excepted);
    given.when(publishNotice, asked, known()).then(noticed('UK7'));
  });

  test('no other notice is held to it, nor are contract details above the threshold', () => {
    const [given, asked] = details('UK11');
    given.when(publishNotice, asked, known()).then(noticed('UK11'));
    after(...signedContract('tender', 5_000_000, 'light-touch'), conflicts)
      .when(publishNotice, notice('UK7'), known())
      .then(noticed('UK7'));
  });

  test('nor are those of an award that came to nothing', () => {
    const unsigned = signed.filter(({ type }) => type !== 'AgreementSigned');
    const declined = made(AwardDeclined, {
      award: 'w1',
      lot: 'whole',
      cause: 'declined',
      reason: 'It has no staff.',
      declinedOn: '2026-11-23',
      givenBack: [{ allocation: 'a1', fund: fundReference, amount: 5_000_000 }],
    });
    after(...unsigned, declined)
      .when(publishNotice, notice('UK7'), known())
      .then(noticed('UK7'));
  });

  test('nor is an award from before this record one that they name', () => {
    const prior = made(PriorAwardRecorded, {
      reference: 'BEDS-2026-0001',
      award: 'w0',
      title: 'Treatment',
      recipient: { provider: village, name: 'Village Hall Trust' },
      amount: { basis: 'total', pence: 8_000_000 },
      years: ['2026-27'],
      fundingStream: 'Community Safety Fund',
      agreement: 'live',
      source: { id: '093', url: 'https://example.org/93', read: '2026-11-01' },
    });
    after(...under('below-threshold'), prior)
      .when(publishNotice, notice('UK7'), known())
      .then(noticed('UK7'));
  });

  test('a notice of a lot is about the suppliers of that lot', () => {
    const inNorth = signed.map((event) =>
      event.type === 'ContractAwarded' ? made(ContractAwarded, { ...event.data, lot: 'north' }) : event,
    );
    const given = after(...inNorth, published);
    given
      .when(publishNotice, notice('UK7', { lot: 'north' }), known())
      .refused('notice.names-supplier-on-platform', facts, '/kind');
    given
      .when(publishNotice, notice('UK7', { lot: 'south' }), known())
      .then(noticed('UK7', { lot: 'south' }));
  });

  test('looks up each supplier once', () => {
    const twice = [...signed, ...signed.filter(({ type }) => type === 'ContractAwarded')].map(
      (event, index) =>
        event.type === 'ContractAwarded'
          ? made(ContractAwarded, { ...event.data, award: `w${index}` })
          : event,
    );
    expect(
      publishNotice.needs(
        notice('UK7') as never,
        fold(commission, commission.initial, recorded<CommissionEvent>(twice)),
      ),
    ).toEqual({
      providers: [village],
    });
  });
});

describe('what is left out of a notice', () => {
  test('stands in the record with its ground', () => {
    const leftOut = [
      { item: 'Rates', ground: 'sensitive-commercial-information', reason: 'Competitors would know.' },
    ];
    after(...under('standard'), conflicts)
      .when(publishNotice, notice('UK7', { leftOut }), today)
      .then(noticed('UK7', { leftOut }));
    const decoded = (ground: string) =>
      NoticePublished.codec.is(notice('UK7', { leftOut: [{ item: 'Rates', ground, reason: 'So.' }] }));
    expect([decoded('national-security'), decoded('commercial-confidentiality')]).toEqual([true, false]);
    expect(NoticePublished.codec.is(notice('UK7', { leftOut: [] }))).toBe(false);
  });
});
