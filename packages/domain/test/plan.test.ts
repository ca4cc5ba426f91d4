import type { Actor } from '@commissioning/kernel';
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
import { releaseFunding } from '../src/commission/plan/release-funding';
import { AwardRecommended, BidsOpened, ExceptionRecorded, GrantAwarded } from '../src/commission/purchase/events';
import {
  after,
  allocated,
  allocating,
  assessed,
  choosingContract,
  choosingGrant,
  conflictsAssessed,
  consulted,
  consulting,
  context,
  contractChosen,
  counted,
  courts,
  criterion,
  engaged,
  engaging,
  fundOf,
  fundReference,
  grantChosen,
  lot,
  need,
  plannedRound,
  plannedTender,
  published,
  publishing,
  routed,
  rules,
  teamInvolved,
  village,
  voices,
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

const at = (now: string) => ({ ...context, now: now as typeof context.now });

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
    after(need, engaged).when(engageMarket, { ...engaging, means: 'survey' }).refused('entry.said-once', {}, '/engagement');
  });

  test('the procurement team’s part is noted as often as it advises', () => {
    const advising = { advice: 'Publish UK4 first.', on: '2026-11-23' };
    after(need, teamInvolved).when(involveProcurementTeam, advising, context).then(made(ProcurementTeamInvolved, advising));
    after(need)
      .when(involveProcurementTeam, { ...advising, on: '2026-11-24' }, context)
      .refused('dates.not-in-the-future', {}, '/on');
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
    after(need)
      .when(allocateFunding, { ...allocating, theme: 'Fireworks' }, context)
      .refused('funding.theme-known', { theme: 'Fireworks', themes: [courts] }, '/theme');
    after(need).when(allocateFunding, { ...allocating, amount: 0 }, context).refused('funding.more-than-nothing');
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
    after(need).when(releaseFunding, releasing).refused('funding.allocation-known', { allocation: 'a1' }, '/allocation');
    after(need, allocated).when(releaseFunding, { ...releasing, amount: 0 }).refused('funding.more-than-nothing');
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
      .refused('instrument.power-fits', { instrument: 'contract' }, '/legalPower');
  });

  test('may be changed while planning; the route is then an open question again', () => {
    const routedGrant = [need, grantChosen, routed('grant-round', 9_000_000)];
    after(...routedGrant).when(chooseInstrument, choosingContract).then(contractChosen);
    after(...routedGrant, contractChosen).when(publishSpec, publishing, context).refused('spec.after-route');
  });

  test('is settled once others rely on it', () => {
    after(...plannedRound, published).when(chooseInstrument, choosingContract).refused('plan.settled');
    after(need, grantChosen, recommended).when(chooseInstrument, choosingContract).refused('plan.settled');
  });
});

describe('the route', () => {
  const choosing = (profile: string, pence: number, vat = 'including', regime = 'below-threshold') => ({
    profile,
    value: { pence, vat },
    estimate: 'Two workers for two years.',
    regime,
  });
  const contract = after(need, contractChosen);
  const grant = after(need, grantChosen);

  test.each([
    ['one-quote', 600_000, 'one-quote'],
    ['three-quotes', 600_001, 'three-quotes'],
    ['three-quotes', 6_000_000, 'three-quotes'],
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
  ])('%s is not enough for a contract of %d pence: the refusal names the band', (profile, pence, band) => {
    contract
      .when(chooseRoute, choosing(profile, pence), context)
      .refused('route.meets-band', { value: pence, band }, '/profile');
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

  test('is one of the rules in force, for the instrument and under its regime', () => {
    contract
      .when(chooseRoute, choosing('lottery', 1), context)
      .refused('route.known', { profile: 'lottery' }, '/profile');
    contract
      .when(chooseRoute, choosing('grant-round', 1), context)
      .refused('route.fits-instrument', { instrument: 'contract' }, '/profile');
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
  });

  test('may be chosen again until others rely on it', () => {
    const first = routed('three-quotes', 600_001, { vat: 'including', regime: 'below-threshold' });
    const then = routed('tender', 7_000_000, { vat: 'including', regime: 'below-threshold' });
    after(need, contractChosen, first).when(chooseRoute, choosing('tender', 7_000_000), context).then(then);
    after(...plannedTender, recommended).when(chooseRoute, choosing('tender', 1), context).refused('plan.settled');
  });
});

describe('an award without competition', () => {
  const authorising = { ground: 'small-sum', evidence: 'One evening a week; nobody else has a hall.' };
  const authorised = made(DirectAwardAuthorised, authorising);
  const direct = (pence: number) => [need, grantChosen, routed('direct-grant', pence)];

  test('rests on a ground of its route, up to the sum of the ground', () => {
    after(...direct(600_000)).when(authoriseDirectAward, authorising, context).then(authorised);
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
    after(...direct(5_000_000), engaged).when(authoriseDirectAward, sole, context).then(made(DirectAwardAuthorised, sole));
  });

  test('is on a route without competition, and before the award', () => {
    after(...plannedRound).when(authoriseDirectAward, authorising, context).refused('direct-award.on-its-route');
    after(need).when(authoriseDirectAward, authorising, context).refused('direct-award.on-its-route');
    after(...direct(300_000)).when(authoriseDirectAward, authorising).refused('rulebook.adopted');
    after(...direct(300_000), authorised, allocated, awarded(300_000))
      .when(authoriseDirectAward, { ...authorising, ground: 'urgent' }, context)
      .refused('direct-award.before-award');
  });

  test('does not outlive its route', () => {
    const state = after(need, grantChosen, routed('direct-grant', 300_000), authorised, routed('small-direct-grant', 300_000));
    state.when(authoriseDirectAward, authorising, context).then(authorised);
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

  test.each([
    ['evidence', [counted, voices]],
    ['needs-assessment', [assessed]],
    ['conflicts-assessment', [conflictsAssessed]],
  ])('waits for the step %s', (step, taken) => {
    const without = plannedRound.filter((event) => !taken.includes(event));
    after(...without).when(publishSpec, publishing, context).refused(`step.${step}`, { missing: [step] });
  });

  test.each([
    ['market-engagement', engaged],
    ['procurement-team', teamInvolved],
  ])('of a tender waits for the step %s too', (step, taken) => {
    const without = plannedTender.filter((event) => event !== taken);
    after(...without).when(publishSpec, publishing, context).refused(`step.${step}`, { missing: [step] });
  });

  test('names everything that is missing, and lets policy alone be excepted', () => {
    const bare = [need, consulted, allocated, grantChosen, routed('grant-round', 9_000_000)];
    const missing = ['evidence', 'needs-assessment', 'conflicts-assessment'];
    after(...bare).when(publishSpec, publishing, context).refused('step.evidence', { missing });
    after(...bare, excepted('step.evidence'), excepted('step.needs-assessment'))
      .when(publishSpec, publishing, context)
      .refused('step.conflicts-assessment');
    after(...bare, excepted('step.evidence'), excepted('step.needs-assessment'), excepted('step.conflicts-assessment'))
      .when(publishSpec, publishing, context)
      .refused('step.conflicts-assessment');
  });

  test('follows a conclusion to commission', () => {
    const conclusion = { ...assessed.data, conclusion: 'no-action' };
    const planned = plannedRound.map((event) => (event === assessed ? made({ ...assessedAs, }, conclusion) : event));
    after(...planned).when(publishSpec, publishing, context).refused('step.needs-assessment');
  });

  test('follows a consultation or says why there was none', () => {
    const without = plannedRound.filter((event) => event !== consulted);
    after(...without).when(publishSpec, publishing, context).refused('spec.consulted', {}, '/noConsultation');
    const saying = { ...publishing, noConsultation: 'They were consulted for the round of the spring.' };
    after(...without).when(publishSpec, saying, context).then(made(SpecPublished, saying));
  });
});
