import { NeedsAssessed } from '../src/commission/analyse/events';
import type { CommissionEvent } from '../src/commission/events';
import { allocateFunding } from '../src/commission/plan/allocate-funding';
import { amendSpec } from '../src/commission/plan/amend-spec';
import { answerClarification } from '../src/commission/plan/answer-clarification';
import { askClarification } from '../src/commission/plan/ask-clarification';
import { assessConflicts } from '../src/commission/plan/assess-conflicts';
import { authoriseDirectAward } from '../src/commission/plan/authorise-direct-award';
import { chooseInstrument } from '../src/commission/plan/choose-instrument';
import { chooseRoute } from '../src/commission/plan/choose-route';
import { engageMarket } from '../src/commission/plan/engage-market';
import {
  ClarificationAnswered,
  ClarificationAsked,
  ConflictsAssessed,
  ConsultationHeld,
  DirectAwardAuthorised,
  FundingAllocated,
  FundingReleased,
  InstrumentChosen,
  NoticePublished,
  ProcurementTeamInvolved,
  RouteChosen,
  SpecAmended,
  SpecPublished,
} from '../src/commission/plan/events';
import { holdConsultation } from '../src/commission/plan/hold-consultation';
import { involveProcurementTeam } from '../src/commission/plan/involve-procurement-team';
import { publishNotice } from '../src/commission/plan/publish-notice';
import { publishSpec } from '../src/commission/plan/publish-spec';
import { OpeningKeysSet } from '../src/commission/plan/opening-keys-events';
import { releaseFunding } from '../src/commission/plan/release-funding';
import { DraftSpecShared } from '../src/commission/plan/draft-events';
import { setOpeningKeys } from '../src/commission/plan/set-opening-keys';
import { shareDraftSpec } from '../src/commission/plan/share-draft-spec';
import {
  AwardRecommended,
  BidsOpened,
  ExceptionRecorded,
  GrantAwarded,
  InterestDeclared,
  InterestManaged,
} from '../src/commission/purchase/events';
import { fund } from '../src/fund/state';
import {
  after,
  allocated,
  allocating,
  assessed,
  authorDeclared,
  choosingContract,
  choosingGrant,
  conflictsAssessed,
  consulted,
  consulting,
  context,
  contextAt,
  contractChosen,
  counted,
  courts,
  criterion,
  engaged,
  engaging,
  fundOf,
  fundReference,
  grantChosen,
  keysSet,
  lot,
  need,
  plannedRound,
  openingKeys,
  plannedTender,
  published,
  publishing,
  routed,
  rules,
  teamInvolved,
  village,
  voices,
  alone,
} from './support/commission';
import { made } from './support/made';

const excepted = (rule: string): CommissionEvent =>
  made(ExceptionRecorded, {
    rule,
    ground: 'Approved by the commissioner.',
    authorisedBy: 'approver-1',
    decision: 'BEDS-PCC24-0031',
  });

const recommended = made(AwardRecommended, {
  recommendation: 'r1',
  lot: 'whole',
  recipient: { provider: village, name: 'Village Hall Trust' },
  amount: { pence: 300_000, vat: 'outside' },
  reasons: 'They know the village.',
});

const awarded = (pence: number): CommissionEvent =>
  made(GrantAwarded, {
    award: 'w1',
    lot: 'whole',
    decision: 'BEDS-PCC24-0040',
    recipient: { provider: village, name: 'Village Hall Trust' },
    amount: { pence, vat: 'outside' },
    years: [{ year: '2026-27', amount: pence }],
    term: { starts: '2026-12-01', ends: '2027-03-31' },
    extensionOptions: [],
    title: 'Evening sessions',
    purpose: 'Evening sessions for young people.',
    outcomes: ['Fewer calls.'],
    conditions: [],
    legalPower: 'crime-and-disorder-reduction-grant',
    statutoryReasons: { crimeAndDisorderReduction: 'Less disorder on Friday nights.' },
    paidFrom: [{ allocation: 'a1', fund: fundReference, amount: pence }],
  });

describe('consulting and engaging', () => {
  test('a consultation is noted once it has been held', () => {
    after(need).when(holdConsultation, consulting, context).then(consulted);
    const today = { ...consulting, to: '2026-11-23' };
    after(need).when(holdConsultation, today, context).then(made(ConsultationHeld, today));
    after(need)
      .when(holdConsultation, { ...consulting, to: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/to');
    after(need)
      .when(holdConsultation, { ...consulting, to: '2026-05-31' }, context)
      .refused('consultation.in-order', { from: '2026-06-01', to: '2026-05-31' }, '/to');
    after(need, consulted)
      .when(holdConsultation, { ...consulting, findings: 'Something else.' }, context)
      .refused('entry.said-once', {}, '/consultation');
  });

  test('an engagement with the market is noted with what was learnt', () => {
    after(need).when(engageMarket, engaging).then(engaged);
    after(need, engaged)
      .when(engageMarket, { ...engaging, means: 'survey' })
      .refused('entry.said-once', {}, '/engagement');
  });

  test('the procurement team’s part is noted as often as it advises', () => {
    const advising = { advice: 'Publish UK4 first.', on: '2026-11-23' };
    after(need, teamInvolved)
      .when(involveProcurementTeam, advising, context)
      .then(made(ProcurementTeamInvolved, advising));
    after(need)
      .when(involveProcurementTeam, { ...advising, on: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/on');
  });

  test('conflicts are assessed again when things change', () => {
    const again = { finding: 'A panel member’s sister works there.', mitigations: ['She is replaced.'] };
    after(need, conflictsAssessed).when(assessConflicts, again).then(made(ConflictsAssessed, again));
  });
});

describe('setting funds aside', () => {
  test('takes no more than the fund has available, to the penny', () => {
    const all = { ...allocating, amount: 10_000_000 };
    after(need).when(allocateFunding, all, context).then(made(FundingAllocated, all));
    after(need)
      .when(allocateFunding, { ...allocating, amount: 10_000_001 }, context)
      .refused('funding.available', { asked: 10_000_001, available: 10_000_000 }, '/amount');
  });

  test('is from a fund that is open, for one of its themes, and of something', () => {
    const unopened = { ...context, funds: new Map() };
    after(need).when(allocateFunding, allocating, unopened).refused('funding.fund-open', {}, '/fund');
    const bare = { ...context, funds: new Map([[fundReference, fund.initial]]) };
    after(need).when(allocateFunding, allocating, bare).refused('funding.fund-open', {}, '/fund');
    after(need)
      .when(allocateFunding, { ...allocating, theme: 'Fireworks' }, context)
      .refused('funding.theme-known', { theme: 'Fireworks', themes: [courts] }, '/theme');
    after(need)
      .when(allocateFunding, { ...allocating, amount: 0 }, context)
      .refused('funding.more-than-nothing', { amount: 0 }, '/amount');
    const { theme: _, ...unthemed } = allocating;
    after(need).when(allocateFunding, unthemed, context).then(made(FundingAllocated, unthemed));
  });

  test('asks to see the fund', () => {
    expect(allocateFunding.needs(allocated.data, {} as never)).toEqual({ funds: [fundReference] });
  });

  test('again under the same id is nothing new, whatever the fund has left', () => {
    const empty = { ...context, funds: new Map([[fundReference, fundOf(0)]]) };
    after(need, allocated).when(allocateFunding, allocating, empty).then();
    after(need, allocated)
      .when(allocateFunding, { ...allocating, amount: 1 }, context)
      .refused('entry.said-once', {}, '/allocation');
  });
});

describe('giving funds back', () => {
  const releasing = { release: 'r1', allocation: 'a1', amount: 4_000_000, reason: 'The round was smaller.' };
  const released = made(FundingReleased, { ...releasing, fund: fundReference });

  test('leaves what is promised to an award, to the penny', () => {
    const rest = { ...releasing, amount: 8_700_000 };
    after(need, allocated, awarded(300_000))
      .when(releaseFunding, rest)
      .then(made(FundingReleased, { ...rest, fund: fundReference }));
    after(need, allocated, awarded(300_000))
      .when(releaseFunding, { ...releasing, amount: 8_700_001 })
      .refused('funding.promised-stays', { asked: 8_700_001, notPromised: 8_700_000 }, '/amount');
  });

  test('counts what went back before', () => {
    after(need, allocated, released)
      .when(releaseFunding, { ...releasing, release: 'r2', amount: 5_000_001 })
      .refused('funding.promised-stays', { notPromised: 5_000_000 });
    after(need, allocated, released).when(releaseFunding, releasing).then();
    after(need, allocated, released)
      .when(releaseFunding, { ...releasing, amount: 1 })
      .refused('entry.said-once', {}, '/release');
  });

  test('is from an allocation of the commission, and of something', () => {
    after(need)
      .when(releaseFunding, releasing)
      .refused('funding.allocation-known', { allocation: 'a1' }, '/allocation');
    after(need, allocated)
      .when(releaseFunding, { ...releasing, amount: 0 })
      .refused('funding.more-than-nothing', { amount: 0 }, '/amount');
  });

  test('is also how the fund’s refusal is undone, by the system', () => {
    expect(releaseFunding.roles).toContain('system');
  });
});

describe('the instrument', () => {
  test('is chosen with its power and reason', () => {
    after(need).when(chooseInstrument, choosingGrant).then(grantChosen);
    after(need)
      .when(chooseInstrument, { ...choosingContract, legalPower: 'crime-and-disorder-reduction-grant' })
      .refused(
        'instrument.power-fits',
        { instrument: 'contract', legalPower: 'crime-and-disorder-reduction-grant' },
        '/legalPower',
      );
  });

  test('may be changed while planning; the route is then an open question again', () => {
    const routedGrant = [need, grantChosen, routed('grant-round', 9_000_000)];
    after(...routedGrant)
      .when(chooseInstrument, choosingContract)
      .then(contractChosen);
    after(...routedGrant, contractChosen)
      .when(publishSpec, publishing, context)
      .refused('spec.after-route');
  });

  test('is settled once others rely on it', () => {
    after(...plannedRound, published)
      .when(chooseInstrument, choosingContract)
      .refused('plan.settled');
    after(need, grantChosen, recommended).when(chooseInstrument, choosingContract).refused('plan.settled');
  });
});

describe('the route', () => {
  const choosing = (profile: string, pence: number, vat = 'including', regime = 'below-threshold') => ({
    profile,
    value: { pence, vat },
    estimate: 'Two workers for two years.',
    regime,
    ...(vat === 'outside' ? {} : { aggregation: alone }),
  });
  const contract = after(need, contractChosen);
  const grant = after(need, grantChosen);

  test.each([
    ['one-quote', 600_000, 'one-quote'],
    ['three-quotes', 600_001, 'three-quotes'],
    ['three-quotes', 6_000_000, 'three-quotes'],
    ['e-tender', 600_000, 'one-quote'],
    ['e-tender', 6_000_000, 'three-quotes'],
    ['tender', 6_000_001, 'tender'],
    ['tender', 6_000_050, 'tender'],
  ])('%s is enough for a contract of %d pence, in the band %s', (profile, pence, band) => {
    contract
      .when(chooseRoute, choosing(profile, pence), context)
      .then(routed(profile, pence, { vat: 'including', regime: 'below-threshold' }));
    expect(rules.bands.find(({ upTo }) => upTo === undefined || pence <= upTo)?.id).toBe(band);
  });

  test.each([
    ['one-quote', 600_001, 'Three written quotes'],
    ['three-quotes', 6_000_001, 'Competitive tender'],
    ['three-quotes', 6_000_050, 'Competitive tender'],
    ['e-tender', 6_000_001, 'Competitive tender'],
  ])('%s is not enough for a contract of %d pence: the refusal names the band', (profile, pence, band) => {
    contract
      .when(chooseRoute, choosing(profile, pence), context)
      .refused('route.meets-band', { value: pence, band }, '/profile');
  });

  test('of an e-tender is for contracts, and asks for no invitation: any number may come', () => {
    grant
      .when(chooseRoute, choosing('e-tender', 5_000_000, 'outside', 'grant'), context)
      .refused('route.fits-instrument');
    const eTender = rules.profiles.find(({ id }) => id === 'e-tender');
    expect(eTender).toMatchObject({
      competition: 'open',
      quotes: { invited: 0, local: 0, received: 0 },
      channels: ['e-tendering-portal'],
      openers: 2,
    });
  });

  test('without an open competition is held against its band for a grant too', () => {
    grant
      .when(chooseRoute, choosing('three-quotes', 6_000_001, 'outside', 'grant'), context)
      .refused('route.meets-band', { band: 'Competitive tender' }, '/profile');
  });

  test('by an open competition is no more than its band has it for a contract', () => {
    const onlyQuotes = { ...rules, bands: rules.bands.map((band) => ({ ...band, profiles: ['one-quote'] })) };
    contract
      .when(chooseRoute, choosing('tender', 1), { ...context, rules: onlyQuotes as unknown as typeof rules })
      .refused('route.meets-band', { profiles: ['one-quote'] });
  });

  test('is below a threshold that the rules do not name, whatever the value', () => {
    const { data } = routed('tender', 90_000_000, { vat: 'including', regime: 'below-threshold' });
    contract
      .when(chooseRoute, choosing('tender', 90_000_000), { ...context, rules: { ...rules, thresholds: [] } })
      .then(made(RouteChosen, data));
  });

  test('of a higher band is always allowed', () => {
    contract
      .when(chooseRoute, choosing('tender', 1), context)
      .then(routed('tender', 1, { vat: 'including', regime: 'below-threshold' }));
  });

  test('by competition for grants meets any band', () => {
    grant
      .when(chooseRoute, choosing('grant-round', 50_000_000, 'outside', 'grant'), context)
      .then(routed('grant-round', 50_000_000));
    const onlyTenders = { ...rules, bands: rules.bands.map((band) => ({ ...band, profiles: ['tender'] })) };
    const strict = { ...context, rules: onlyTenders as unknown as typeof rules };
    const asked = choosing('grant-round', 50_000_000, 'outside', 'grant');
    const band = { ...rules.bands.at(-1), profiles: ['tender'] };
    grant
      .when(chooseRoute, asked, strict)
      .then(made(RouteChosen, { ...routed('grant-round', 50_000_000).data, band }));
  });

  test('below the band yields to an exception, beyond its own limit to another', () => {
    const asked = choosing('three-quotes', 6_000_001);
    const chosen = routed('three-quotes', 6_000_001, { vat: 'including', regime: 'below-threshold' });
    after(need, contractChosen, excepted('route.meets-band'))
      .when(chooseRoute, asked, context)
      .refused('route.within-its-limit', { value: 6_000_001, upTo: 6_000_000 }, '/value');
    after(need, contractChosen, excepted('route.meets-band'), excepted('route.within-its-limit'))
      .when(chooseRoute, asked, context)
      .then(chosen);
  });

  test.each([
    [undefined, 20_771_999, true],
    [undefined, 20_772_000, false],
    ['85312310', 66_353_999, true],
    ['85312310', 66_354_000, false],
  ])(
    'is below the threshold of 2026, VAT included, with light touch code %s at %d pence: %s',
    (code, pence, below) => {
      const coded = code === undefined ? {} : { lightTouch: code };
      const asked = contract.when(chooseRoute, { ...choosing('tender', pence), ...coded }, context);
      const { data } = routed('tender', pence, { vat: 'including', regime: 'below-threshold' });
      if (below) asked.then(made(RouteChosen, { ...data, ...coded }));
      else asked.refused('route.regime-below-threshold', { value: pence, threshold: pence }, '/regime');
    },
  );

  test('is light touch by a code, and in-house provision is exempt', () => {
    const light = choosing('tender', 70_000_000, 'including', 'light-touch');
    contract
      .when(chooseRoute, light, context)
      .refused('route.light-touch-by-code', { regime: 'light-touch' }, '/lightTouch');
    const { data } = routed('tender', 70_000_000, { vat: 'including', regime: 'light-touch' });
    contract
      .when(chooseRoute, { ...light, lightTouch: '85312310' }, context)
      .then(made(RouteChosen, { ...data, lightTouch: '85312310' }));
    const here = after(need, made(InstrumentChosen, { ...choosingContract, instrument: 'in-house' }));
    here
      .when(chooseRoute, choosing('in-house', 1, 'outside', 'below-threshold'), context)
      .refused('route.fits-regime', { instrument: 'in-house' }, '/regime');
    here
      .when(chooseRoute, choosing('in-house', 1, 'outside', 'exempt'), context)
      .then(routed('in-house', 1, { regime: 'exempt' }));
  });

  test('is one of the rules in force, for the instrument and under its regime', () => {
    contract
      .when(chooseRoute, choosing('lottery', 1), context)
      .refused('route.known', { profile: 'lottery' }, '/profile');
    contract
      .when(chooseRoute, choosing('grant-round', 1), context)
      .refused('route.fits-instrument', { instrument: 'contract', profile: 'grant-round' }, '/profile');
    contract
      .when(chooseRoute, choosing('tender', 1, 'including', 'grant'), context)
      .refused('route.fits-regime', { regime: 'grant' }, '/regime');
    grant
      .when(chooseRoute, choosing('grant-round', 1, 'outside', 'light-touch'), context)
      .refused('route.fits-regime', { regime: 'light-touch' }, '/regime');
    contract.when(chooseRoute, choosing('tender', 1)).refused('rulebook.adopted');
    after(need).when(chooseRoute, choosing('tender', 1), context).refused('route.after-instrument');
  });

  test('is chosen by a value on the basis that the rules name', () => {
    contract
      .when(chooseRoute, choosing('tender', 1, 'excluding'), context)
      .refused('route.value-basis', { vat: 'excluding', asked: 'including' }, '/value/vat');
    contract.when(chooseRoute, choosing('tender', 1, 'outside'), context).refused('route.value-basis');
    grant
      .when(chooseRoute, choosing('grant-round', 1, 'excluding', 'grant'), context)
      .refused('route.value-basis', { vat: 'excluding' });
  });

  test('may be chosen again until others rely on it', () => {
    const first = routed('three-quotes', 600_001, { vat: 'including', regime: 'below-threshold' });
    const then = routed('tender', 7_000_000, { vat: 'including', regime: 'below-threshold' });
    after(need, contractChosen, first).when(chooseRoute, choosing('tender', 7_000_000), context).then(then);
    after(...plannedTender, recommended)
      .when(chooseRoute, choosing('tender', 1), context)
      .refused('plan.settled');
  });
});

describe('an award without competition', () => {
  const authorising = { ground: 'small-sum', evidence: 'One evening a week; nobody else has a hall.' };
  const authorised = made(DirectAwardAuthorised, authorising);
  const direct = (pence: number) => [need, grantChosen, routed('direct-grant', pence)];

  test('rests on a ground of its route, up to the sum of the ground', () => {
    after(...direct(600_000))
      .when(authoriseDirectAward, authorising, context)
      .then(authorised);
    after(...direct(600_001))
      .when(authoriseDirectAward, authorising, context)
      .refused('direct-award.within-the-ground', { value: 600_001, upTo: 600_000 }, '/ground');
    after(...direct(600_001), excepted('direct-award.within-the-ground'))
      .when(authoriseDirectAward, authorising, context)
      .then(authorised);
    after(...direct(1))
      .when(authoriseDirectAward, { ...authorising, ground: 'friendship' }, context)
      .refused('direct-award.ground-of-the-route', { ground: 'friendship' }, '/ground');
    after(need, grantChosen, routed('small-direct-grant', 1))
      .when(authoriseDirectAward, { ...authorising, ground: 'urgent' }, context)
      .refused('direct-award.ground-of-the-route', { grounds: ['small-sum'] });
  });

  test('asks the market first where the ground says that nobody else can', () => {
    const sole = { ground: 'sole-supplier', evidence: 'Seven were asked; none has the accreditation.' };
    after(...direct(5_000_000))
      .when(authoriseDirectAward, sole, context)
      .refused('direct-award.market-engaged', { ground: 'sole-supplier' }, '/ground');
    after(...direct(5_000_000), engaged)
      .when(authoriseDirectAward, sole, context)
      .then(made(DirectAwardAuthorised, sole));
  });

  test('is on a route without competition, and before the award', () => {
    after(...plannedRound)
      .when(authoriseDirectAward, authorising, context)
      .refused('direct-award.on-its-route', { route: 'grant-round' });
    after(need).when(authoriseDirectAward, authorising, context).refused('direct-award.on-its-route');
    after(...direct(300_000))
      .when(authoriseDirectAward, authorising)
      .refused('rulebook.adopted');
    after(...direct(300_000), authorised, allocated, awarded(300_000))
      .when(authoriseDirectAward, { ...authorising, ground: 'urgent' }, context)
      .refused('direct-award.before-award');
  });

  test('does not outlive its route', () => {
    const state = after(
      need,
      grantChosen,
      routed('direct-grant', 300_000),
      authorised,
      routed('small-direct-grant', 300_000),
    );
    state.when(authoriseDirectAward, authorising, context).then(authorised);
  });
});

describe('the keys that bids are sealed to', () => {
  const tender = plannedTender.filter((event) => event !== keysSet);
  const [first, second] = openingKeys.halves as unknown as readonly [Half, Half];
  type Half = ReadonlyArray<{ readonly holder: string; readonly recipient: string }>;
  const another = `age1${'p'.repeat(58)}`;

  test('are set before publication, a half for each of those who open bids together', () => {
    after(...tender)
      .when(setOpeningKeys, openingKeys)
      .then(keysSet);
    const withDeputy = { halves: [[...first, { holder: 'officer-2', recipient: another }], second] };
    after(...plannedTender)
      .when(setOpeningKeys, withDeputy)
      .then(made(OpeningKeysSet, withDeputy));
    after(...plannedTender, published)
      .when(setOpeningKeys, withDeputy)
      .refused('opening-keys.before-publication');
  });

  test('have as many halves as the route has openers', () => {
    for (const halves of [[first], [first, second, [{ holder: 'officer-2', recipient: another }]]])
      after(...tender)
        .when(setOpeningKeys, { halves })
        .refused('opening-keys.a-half-for-each-opener', { halves: halves.length, openers: 2 }, '/halves');
    after(need, grantChosen, routed('direct-grant', 600_000))
      .when(setOpeningKeys, openingKeys)
      .refused('opening-keys.a-half-for-each-opener', { openers: 0 }, '/halves');
    after(need).when(setOpeningKeys, openingKeys).refused('purchase.on-a-route');
  });

  test('are held apart: nobody holds two halves, and no key is held twice', () => {
    const alone = { halves: [first, [{ holder: 'officer-1', recipient: another }]] };
    after(...tender)
      .when(setOpeningKeys, alone)
      .refused('opening-keys.held-apart', { holders: ['officer-1'], recipients: [] }, '/halves');
    const shared = { halves: [first, first.map((each) => ({ ...each, holder: 'procurement-1' }))] };
    after(...tender)
      .when(setOpeningKeys, shared)
      .refused('opening-keys.held-apart', { holders: [] }, '/halves');
    const twoOfOneHalf = { halves: [[...first, { holder: 'officer-1', recipient: another }], second] };
    after(...tender)
      .when(setOpeningKeys, twoOfOneHalf)
      .then(made(OpeningKeysSet, twoOfOneHalf));
  });

  test('are recipients of age, and nothing else', () => {
    for (const recipient of ['', 'age1', `age1${'b'.repeat(58)}`, `AGE-SECRET-KEY-1${'Q'.repeat(58)}`])
      expect(setOpeningKeys.command.is({ halves: [[{ holder: 'officer-1', recipient }]] })).toBe(false);
  });

  test('are an open question again under another route', () => {
    after(...plannedTender, routed('grant-round', 9_000_000))
      .when(setOpeningKeys, openingKeys)
      .then(keysSet);
  });
});

describe('publishing a specification', () => {
  const round = after(...plannedRound);
  const refusing = (change: object) => round.when(publishSpec, { ...publishing, ...change }, context);

  test('is possible when all that its route asks for is done', () => {
    round.when(publishSpec, publishing, context).then(published);
  });

  test('is done once', () => {
    after(...plannedRound, published)
      .when(publishSpec, { ...publishing, need: 'Another need.' }, context)
      .refused('spec.published-once');
  });

  test('waits for a route', () => {
    after(need, grantChosen).when(publishSpec, publishing, context).refused('spec.after-route');
  });

  test.each<[string, ReadonlyArray<CommissionEvent>]>([
    ['step.evidence', [counted, voices]],
    ['step.needs-assessment', [assessed]],
    ['step.conflicts-assessment', [conflictsAssessed]],
  ])('waits for %s', (step, taken) => {
    const without = plannedRound.filter((event) => !taken.includes(event));
    after(...without)
      .when(publishSpec, publishing, context)
      .refused(step, { missing: [step.slice('step.'.length)] });
  });

  test.each([
    ['step.market-engagement', engaged],
    ['step.procurement-team', teamInvolved],
    ['step.opening-keys', keysSet],
  ])('of a tender waits for %s too', (step, taken) => {
    const without = plannedTender.filter((event) => event !== taken);
    after(...without)
      .when(publishSpec, publishing, context)
      .refused(step, { missing: [step.slice('step.'.length)] });
  });

  test('names everything that is missing, and lets policy alone be excepted', () => {
    const bare = [need, consulted, allocated, grantChosen, routed('grant-round', 9_000_000)];
    const missing = ['evidence', 'needs-assessment', 'conflicts-assessment'];
    after(...bare)
      .when(publishSpec, publishing, context)
      .refused('step.evidence', { missing });
    after(...bare, excepted('step.evidence'), excepted('step.needs-assessment'))
      .when(publishSpec, publishing, context)
      .refused('step.conflicts-assessment');
    after(
      ...bare,
      excepted('step.evidence'),
      excepted('step.needs-assessment'),
      excepted('step.conflicts-assessment'),
    )
      .when(publishSpec, publishing, context)
      .refused('step.conflicts-assessment');
  });

  test('is by somebody who declared their interests, none of them in the way', () => {
    const silent = plannedRound.filter((event) => event !== authorDeclared);
    after(...silent)
      .when(publishSpec, publishing, context)
      .refused('spec.author-declared', { actor: 'officer-1' });
    const other = made(InterestDeclared, { ...authorDeclared.data, actor: 'officer-2' });
    after(...silent, other)
      .when(publishSpec, publishing, context)
      .refused('spec.author-declared');
    const interest = { nature: 'My sister runs a charity that will bid.' };
    const waiting = made(InterestDeclared, { ...authorDeclared.data, interests: [interest] });
    after(...silent, waiting)
      .when(publishSpec, publishing, context)
      .refused('interest.settled', { actor: 'officer-1', unsettled: 1 });
    const settled = { actor: 'officer-1', handled: 'no-conflict', reason: 'She has left it.' };
    after(...silent, waiting, made(InterestManaged, settled))
      .when(publishSpec, publishing, context)
      .then(published);
  });

  test('asks its author for no declaration where the route asks for none', () => {
    const undeclared = plannedRound
      .filter((event) => event !== authorDeclared)
      .map((event) =>
        event.type === 'RouteChosen'
          ? made(RouteChosen, {
              ...event.data,
              profile: {
                ...event.data.profile,
                steps: event.data.profile.steps.filter((step) => step !== 'interest-declarations'),
              },
            })
          : event,
      );
    after(...undeclared)
      .when(publishSpec, publishing, context)
      .then(published);
  });

  test('follows a conclusion to commission', () => {
    const conclusion = { ...assessed.data, conclusion: 'no-action' };
    const planned = plannedRound.map((event) =>
      event === assessed ? made(NeedsAssessed, conclusion) : event,
    );
    after(...planned)
      .when(publishSpec, publishing, context)
      .refused('step.needs-assessment');
  });

  test('follows a consultation or says why there was none', () => {
    const without = plannedRound.filter((event) => event !== consulted);
    after(...without)
      .when(publishSpec, publishing, context)
      .refused('spec.consulted', {}, '/noConsultation');
    const saying = { ...publishing, noConsultation: 'They were consulted for the round of the spring.' };
    after(...without)
      .when(publishSpec, saying, context)
      .then(made(SpecPublished, saying));
  });

  test('gives each lot, criterion and outcome an id of its own', () => {
    const twice = { lots: [lot('north', 1), lot('north', 1)] };
    refusing(twice).refused('spec.ids-unique', { repeated: ['north'] }, '/lots');
    const [quality, value] = [criterion('method', 'quality', 50), criterion('method', 'value', 50)];
    refusing({ criteria: [quality, value] }).refused('spec.ids-unique', {}, '/criteria');
    const outcomes = [...publishing.outcomes, ...publishing.outcomes];
    refusing({ outcomes }).refused('spec.ids-unique', {}, '/outcomes');
  });

  test.each([99, 101])('with weights of %d percent is refused, with each weight', (total) => {
    const criteria = [criterion('method', 'quality', total - 10), criterion('wider', 'social-value', 10)];
    const weights = { method: total - 10, wider: 10 };
    refusing({ criteria }).refused('spec.weights-sum-to-100', { total, weights }, '/criteria');
  });

  test('considers social value where its route does not weigh it', () => {
    const criteria = [criterion('method', 'quality', 100)];
    refusing({ criteria }).refused(
      'spec.social-value-considered',
      { socialValueWeight: 0 },
      '/socialValueConsidered',
    );
    const saying = {
      ...publishing,
      criteria,
      socialValueConsidered: 'The sum is too small to ask for more.',
    };
    round.when(publishSpec, saying, context).then(made(SpecPublished, saying));
  });

  test('of a tender scores quality, value and social value, and weighs social value', () => {
    const scale = rules.scale;
    const price = criterion('price', 'value', 30, { scoredBy: 'price' });
    const terms = {
      ...publishing,
      lots: [lot('all', 9_000_000)].map((each) => ({
        ...each,
        envelope: { pence: 9_000_000, vat: 'including' },
        maximumAward: { pence: 9_000_000, vat: 'including' },
      })),
      scale,
      priceMethod: 'relative-to-lowest',
      criteria: [criterion('method', 'quality', 60), price, criterion('wider', 'social-value', 10)],
      closes: '2026-12-18T12:00:00.000Z',
      channels: ['website', 'e-tendering-portal'],
    };
    const tender = after(...plannedTender);
    tender.when(publishSpec, terms, context).then(made(SpecPublished, terms));
    const weightless = [criterion('method', 'quality', 70), price, criterion('wider', 'social-value', 0)];
    tender
      .when(publishSpec, { ...terms, criteria: weightless }, context)
      .refused('spec.social-value-weighted', { missing: [], socialValueWeight: 0 }, '/criteria');
    const two = [price, criterion('wider', 'social-value', 70)];
    tender
      .when(publishSpec, { ...terms, criteria: two, socialValueConsidered: 'It is all of it.' }, context)
      .refused('spec.social-value-weighted', { missing: ['quality'] });
    tender
      .when(publishSpec, { ...terms, channels: ['website'] }, context)
      .refused('spec.on-its-channels', { missing: ['e-tendering-portal'] }, '/channels');
    tender
      .when(publishSpec, { ...terms, closes: '2026-12-17T23:59:59.999Z' }, context)
      .refused(
        'spec.open-long-enough',
        { earliest: '2026-12-18', days: 25, closes: '2026-12-17T23:59:59.999Z' },
        '/closes',
      );
    const midnight = { ...terms, closes: '2026-12-18T00:00:00.000Z' };
    tender.when(publishSpec, midnight, context).then(made(SpecPublished, midnight));
  });

  test('scores price by one criterion of value where the method says so, and by none where it does not', () => {
    const price = criterion('price', 'value', 20, { scoredBy: 'price' });
    const others = [criterion('method', 'quality', 70), criterion('wider', 'social-value', 10)];
    refusing({ criteria: [...others, price] }).refused(
      'spec.price-scored-as-stated',
      { scoredByPrice: ['price'], priceMethod: 'not-scored' },
      '/criteria',
    );
    refusing({ priceMethod: 'relative-to-lowest' }).refused('spec.price-scored-as-stated', {
      scoredByPrice: [],
    });
    const wrong = criterion('price', 'quality', 20, { scoredBy: 'price' });
    refusing({ criteria: [...others, wrong], priceMethod: 'relative-to-lowest' }).refused(
      'spec.price-scored-as-stated',
    );
    const two = [criterion('method', 'quality', 60), criterion('wider', 'social-value', 10)];
    const dear = criterion('dear', 'value', 10, { scoredBy: 'price' });
    refusing({ criteria: [...two, price, dear], priceMethod: 'relative-to-lowest' }).refused(
      'spec.price-scored-as-stated',
      { scoredByPrice: ['price', 'dear'] },
    );
    const scored = { ...publishing, criteria: [...others, price], priceMethod: 'relative-to-lowest' };
    round.when(publishSpec, scored, context).then(made(SpecPublished, scored));
  });

  test.each([
    ['goes down', { minimum: 4, maximum: 0 }],
    ['is one score', { minimum: 4, maximum: 4, descriptors: [{ score: 4, meaning: 'All.' }] }],
    ['leaves its end undescribed', { maximum: 5 }],
    ['describes what it does not have', { maximum: 3 }],
    [
      'says two things of one score',
      { descriptors: [...rules.scale.descriptors, { score: 4, meaning: 'Else.' }] },
    ],
  ])('with a scale that %s is refused', (_, change) => {
    const scale = { ...rules.scale, ...change };
    const described = scale.descriptors.map(({ score }) => score);
    refusing({ scale }).refused(
      'spec.scale-described',
      { minimum: scale.minimum, maximum: scale.maximum, described },
      '/scale',
    );
  });

  test('has pass marks within its scale, on what the panel scores', () => {
    const passing = (pass: number) => [
      criterion('method', 'quality', 90, { pass }),
      criterion('wider', 'social-value', 10),
    ];
    refusing({ criteria: passing(5) }).refused(
      'spec.pass-mark-within-scale',
      { maximum: 4, marks: { method: 5 }, minimum: 0 },
      '/criteria',
    );
    const top = { ...publishing, criteria: passing(4) };
    round.when(publishSpec, top, context).then(made(SpecPublished, top));
    const price = criterion('price', 'value', 20, { scoredBy: 'price', pass: 1 });
    const criteria = [criterion('method', 'quality', 70), price, criterion('wider', 'social-value', 10)];
    refusing({ criteria, priceMethod: 'relative-to-lowest' }).refused('spec.pass-mark-within-scale');
  });

  test('offers no more than was set aside, to the penny', () => {
    refusing({ lots: [lot('north', 5_000_000), lot('south', 4_000_001)] }).refused(
      'spec.envelopes-funded',
      { envelopes: 9_000_001, allocated: 9_000_000 },
      '/lots',
    );
    const given = made(FundingReleased, {
      release: 'r1',
      allocation: 'a1',
      fund: fundReference,
      amount: 1,
      reason: 'A penny too much.',
    });
    after(...plannedRound, given)
      .when(publishSpec, publishing, context)
      .refused('spec.envelopes-funded', { allocated: 8_999_999 });
  });

  test('offers no more than the value by which the route was chosen', () => {
    const planned = plannedRound.map((event) =>
      event.type === 'RouteChosen' ? routed('grant-round', 8_999_999) : event,
    );
    after(...planned)
      .when(publishSpec, publishing, context)
      .refused('spec.within-route-value', { envelopes: 9_000_000, value: 8_999_999 }, '/lots');
  });

  test('keeps the highest award within the envelope of its lot, and lets one be made', () => {
    const rule = 'spec.maximum-award-within-envelope';
    refusing({ lots: [lot('north', 100, 101)] }).refused(rule, { lots: ['north'] }, '/lots');
    refusing({ lots: [lot('north', 100, 100, 0)] }).refused(rule);
  });

  test('may offer money that is promised for later, by an exception', () => {
    const poor = plannedRound.filter((event) => event !== allocated);
    after(...poor, excepted('spec.envelopes-funded'))
      .when(publishSpec, publishing, context)
      .then(published);
  });

  test('states its sums on the basis of its route', () => {
    const including = { ...lot('south', 1), envelope: { pence: 1, vat: 'including' } };
    refusing({ lots: [lot('north', 1), including] }).refused(
      'spec.one-vat-basis',
      { bases: ['outside', 'including'], asked: 'outside' },
      '/lots',
    );
  });

  test('even with sums past counting is refused, not broken', () => {
    const huge = Number.MAX_SAFE_INTEGER;
    refusing({ lots: [lot('north', huge), lot('south', huge)] }).refused('spec.envelopes-funded');
  });

  test('opens no earlier than it is published, to the millisecond', () => {
    refusing({ opens: '2026-11-23T11:59:59.999Z' }).refused(
      'spec.opens-ahead',
      { opens: '2026-11-23T11:59:59.999Z', published: '2026-11-23T12:00:00.000Z' },
      '/opens',
    );
  });

  test('opens, then cuts clarifications off, then closes', () => {
    const rule = 'spec.times-in-order';
    refusing({ clarificationsUntil: publishing.opens }).refused(rule);
    refusing({ clarificationsUntil: '2026-12-07T12:00:00.001Z' }).refused(
      rule,
      {
        opens: publishing.opens,
        clarificationsUntil: '2026-12-07T12:00:00.001Z',
        closes: publishing.closes,
      },
      '/closes',
    );
    const last = { ...publishing, clarificationsUntil: publishing.closes };
    round.when(publishSpec, last, context).then(made(SpecPublished, last));
  });

  test('stays open for the days of its route, counted in London from the day after', () => {
    const early = { closes: '2026-12-06T23:59:59.999Z' };
    refusing(early).refused('spec.open-long-enough', { earliest: '2026-12-07', days: 14 }, '/closes');
    const midnight = { ...publishing, closes: '2026-12-07T00:00:00.000Z' };
    round.when(publishSpec, midnight, context).then(made(SpecPublished, midnight));
    // In summer London is an hour ahead: 23:00 UTC on the 13th is already the 14th.
    const summer = {
      ...publishing,
      opens: '2026-06-30T12:00:00.000Z',
      clarificationsUntil: '2026-07-08T12:00:00.000Z',
      closes: '2026-07-13T23:00:00.000Z',
    };
    round.when(publishSpec, summer, contextAt('2026-06-30T12:00:00.000Z')).then(made(SpecPublished, summer));
    round
      .when(
        publishSpec,
        { ...summer, closes: '2026-07-13T22:59:59.999Z' },
        contextAt('2026-06-30T12:00:00.000Z'),
      )
      .refused('spec.open-long-enough', { earliest: '2026-07-14' });
  });

  test('has a term after its closing', () => {
    refusing({ term: { starts: '2026-12-07', ends: '2027-03-31' } }).refused(
      'spec.term-after-closing',
      { starts: '2026-12-07', ends: '2027-03-31', closes: '2026-12-07T12:00:00.000Z' },
      '/term',
    );
    refusing({ term: { starts: '2027-04-01', ends: '2027-03-31' } }).refused('spec.term-after-closing');
    const next = { ...publishing, term: { starts: '2026-12-08', ends: '2026-12-08' } };
    round.when(publishSpec, next, context).then(made(SpecPublished, next));
  });

  test('is published where its route asks for', () => {
    refusing({ channels: ['email'] }).refused('spec.on-its-channels', { missing: ['website'] }, '/channels');
    after(...plannedRound, excepted('spec.on-its-channels'))
      .when(publishSpec, { ...publishing, channels: ['email'] }, context)
      .then(made(SpecPublished, { ...publishing, channels: ['email'] }));
  });
});

describe('amending a specification', () => {
  const open = after(...plannedRound, published);
  const telling = {
    amendment: 'm1',
    change: 'Lot north covers Leighton Buzzard.',
    reason: 'It was left out.',
  };
  const extending = { ...telling, closes: '2026-12-09T12:00:00.000Z' };

  test('tells everybody, before the deadline', () => {
    open.when(amendSpec, telling, contextAt('2026-12-07T12:00:00.000Z')).then(made(SpecAmended, telling));
    open
      .when(amendSpec, telling, contextAt('2026-12-07T12:00:00.001Z'))
      .refused(
        'amendment.after-deadline-extends',
        { deadline: publishing.closes, received: '2026-12-07T12:00:00.001Z' },
        '/closes',
      );
    after(...plannedRound)
      .when(amendSpec, telling, context)
      .refused('amendment.of-published-spec');
  });

  test('between deadline and opening is an extension for all and nothing else', () => {
    const late = contextAt('2026-12-08T12:00:00.000Z');
    open.when(amendSpec, extending, late).then(made(SpecAmended, extending));
    open
      .when(amendSpec, { ...extending, clarificationsUntil: '2026-12-09T00:00:00.000Z' }, late)
      .refused('amendment.after-deadline-extends');
    open
      .when(amendSpec, { ...extending, closes: '2026-12-08T12:00:00.000Z' }, late)
      .refused(
        'amendment.never-shortens',
        { received: '2026-12-08T12:00:00.000Z', asked: '2026-12-08T12:00:00.000Z' },
        '/closes',
      );
  });

  test('never brings a deadline or a cut-off forward', () => {
    const rule = 'amendment.never-shortens';
    open
      .when(amendSpec, { ...telling, closes: publishing.closes }, context)
      .refused(
        rule,
        { deadline: publishing.closes, asked: publishing.closes, received: context.now },
        '/closes',
      );
    open.when(amendSpec, { ...telling, closes: '2026-12-07T11:59:59.999Z' }, context).refused(rule);
    open.when(amendSpec, { ...telling, clarificationsUntil: '2026-12-01T11:59:59.999Z' }, context).refused(
      rule,
      {
        cutOff: publishing.clarificationsUntil,
        asked: '2026-12-01T11:59:59.999Z',
        received: context.now,
      },
      '/clarificationsUntil',
    );
    open
      .when(amendSpec, { ...telling, clarificationsUntil: '2026-12-07T12:00:00.001Z' }, context)
      .refused(
        'amendment.cut-off-by-deadline',
        { deadline: publishing.closes, cutOff: '2026-12-07T12:00:00.001Z' },
        '/clarificationsUntil',
      );
  });

  test('after opening is refused, whatever it says', () => {
    const opened = made(BidsOpened, { openers: ['officer-1', 'finance-1'], bids: [] });
    after(...plannedRound, published, opened)
      .when(amendSpec, extending, context)
      .refused('amendment.before-opening');
    after(...plannedRound, published, recommended)
      .when(amendSpec, telling, context)
      .refused('amendment.before-opening');
  });

  test('counts from what was amended before', () => {
    const extended = after(...plannedRound, published, made(SpecAmended, extending));
    extended.when(amendSpec, extending, context).then();
    extended.when(amendSpec, telling, context).refused('entry.said-once', {}, '/amendment');
    extended
      .when(amendSpec, { ...extending, amendment: 'm2' }, context)
      .refused('amendment.never-shortens', { deadline: extending.closes });
  });
});

describe('clarifications', () => {
  const asking = { question: 'q1', text: 'May we, the Village Hall Trust, bid for both lots?' };
  const asked = made(ClarificationAsked, asking);
  const answering = { question: 'q1', asked: 'May one bid cover both lots?', answer: 'Yes.' };
  const answered = made(ClarificationAnswered, answering);
  const [lastMoment, tooLate] = ['2026-12-01T12:00:00.000Z', '2026-12-01T12:00:00.001Z'];

  test('are asked until the cut-off, to the millisecond', () => {
    after(...plannedRound, published)
      .when(askClarification, asking, contextAt(lastMoment))
      .then(asked);
    after(...plannedRound, published)
      .when(askClarification, asking, contextAt(tooLate))
      .refused('clarification.before-cut-off', { until: lastMoment, received: tooLate });
    after(...plannedRound)
      .when(askClarification, asking, context)
      .refused('clarification.after-publication');
  });

  test('are answered until the cut-off, which may be moved for all', () => {
    const history = [...plannedRound, published, asked];
    after(...history)
      .when(answerClarification, answering, contextAt(lastMoment))
      .then(answered);
    after(...history)
      .when(answerClarification, answering, contextAt(tooLate))
      .refused('clarification.before-cut-off', { until: lastMoment });
    const moved = made(SpecAmended, {
      amendment: 'm1',
      change: 'Questions are answered for two more days.',
      reason: 'Many came on the last day.',
      clarificationsUntil: '2026-12-03T12:00:00.000Z',
    });
    after(...history, moved)
      .when(answerClarification, answering, contextAt(tooLate))
      .then(answered);
  });

  test('do not show who asked', () => {
    expect(askClarification.concealsProvider).toBe(true);
  });

  test('are answered once, and only where asked', () => {
    after(...plannedRound, published)
      .when(answerClarification, answering, context)
      .refused('clarification.of-a-question', { question: 'q1' }, '/question');
    const history = [...plannedRound, published, asked, answered];
    after(...history)
      .when(answerClarification, { ...answering, answer: 'No.' }, context)
      .refused('entry.said-once', {}, '/question');
    after(...history)
      .when(askClarification, { ...asking, text: 'Or one?' }, context)
      .refused('entry.said-once', {}, '/question');
    after(...history)
      .when(askClarification, asking, contextAt(tooLate))
      .then();
  });
});

describe('notices', () => {
  const noticing = {
    notice: 'n1',
    kind: 'UK4',
    channel: 'central-platform',
    reference: '2026/S 000-123456',
    publishedOn: '2026-11-23',
  };
  const noticed = made(NoticePublished, noticing);

  test('of the Act are published on the central platform first', () => {
    after(need).when(publishNotice, noticing, context).then(noticed);
    const elsewhere = { ...noticing, notice: 'n2', channel: 'website' };
    after(need)
      .when(publishNotice, elsewhere, context)
      .refused('notice.on-central-platform', { kind: 'UK4', channel: 'website' }, '/channel');
    after(need, noticed).when(publishNotice, elsewhere, context).then(made(NoticePublished, elsewhere));
  });

  test.each(['UK0', 'UK18', 'uk4', 'UK4a', 'UK170'])('called %s are refused', (kind) => {
    after(need)
      .when(publishNotice, { ...noticing, kind }, context)
      .refused('notice.kind-known', { kind }, '/kind');
  });

  test('of another kind go anywhere', () => {
    const local = { ...noticing, kind: 'local', channel: 'local' };
    after(need).when(publishNotice, local, context).then(made(NoticePublished, local));
  });

  test('have been published', () => {
    after(need)
      .when(publishNotice, { ...noticing, publishedOn: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/publishedOn');
    after(need, noticed)
      .when(publishNotice, { ...noticing, reference: 'x' }, context)
      .refused('entry.said-once', {}, '/notice');
  });
});

describe('sharing a draft of the specification', () => {
  const sharing = {
    draft: 'first',
    sharedWith: ['partners', 'service-users'],
    openly: false,
    sharedOn: '2026-11-02',
    feedbackUntil: '2026-11-16',
    feedback: 'Evenings should count.',
  };

  test('is noted with whom, until when and what was said, once', () => {
    after(need).when(shareDraftSpec, sharing, context).then(made(DraftSpecShared, sharing));
    const sameDay = { ...sharing, feedbackUntil: sharing.sharedOn };
    after(need).when(shareDraftSpec, sameDay, context).then(made(DraftSpecShared, sameDay));
    after(need, made(DraftSpecShared, sharing))
      .when(shareDraftSpec, { ...sharing, feedback: 'More.' }, context)
      .refused('entry.said-once', {}, '/draft');
  });

  test('comes before the publication', () => {
    after(...plannedRound, published)
      .when(shareDraftSpec, sharing, context)
      .refused('draft.before-publication');
  });

  test('gives some of the market no unfair advantage', () => {
    const market = { ...sharing, sharedWith: ['market'] };
    after(need).when(shareDraftSpec, market, context).refused('draft.no-unfair-advantage', {}, '/evenly');
    const evenly = { ...market, evenly: 'What was said is published with the specification.' };
    after(need).when(shareDraftSpec, evenly, context).then(made(DraftSpecShared, evenly));
    const openly = { ...market, openly: true };
    after(need).when(shareDraftSpec, openly, context).then(made(DraftSpecShared, openly));
  });

  test('has days in order, that have come', () => {
    after(need)
      .when(shareDraftSpec, { ...sharing, feedbackUntil: '2026-11-01' }, context)
      .refused('draft.in-order', { sharedOn: '2026-11-02', feedbackUntil: '2026-11-01' }, '/feedbackUntil');
    after(need)
      .when(shareDraftSpec, { ...sharing, feedbackUntil: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', { day: '2026-11-24', today: '2026-11-23' }, '/feedbackUntil');
  });
});
