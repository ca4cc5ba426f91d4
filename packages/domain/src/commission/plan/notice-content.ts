import { rule } from '@commissioning/kernel';
import type * as t from 'io-ts';
import { allHold, type Check, check } from '../../checks';
import type { Context } from '../../context';
import { holdsOrExcepted } from '../action';
import { noticesAbout } from '../notices';
import { isPublicContract } from '../public-contract';
import { stands } from '../standing';
import type { Award, CommissionState } from '../state';
import { isNoticeOf } from '../purchase/award-notices';
import type { NoticePublished } from './notice-events';

const saysWhatIsItsOwn = rule({
  id: 'notice.says-what-is-its-own',
  sentence:
    'Why no market engagement was noticed, and for whom a contract is reserved, is said in a tender notice (UK4).',
  strength: 'integrity',
  source: 'Procurement Act 2023 ss.17, 21, 87',
});

const engagementNoticed = rule({
  id: 'notice.engagement-noticed-first',
  sentence:
    'Where the market was engaged for a public contract, a preliminary market engagement notice (UK2) is published before the tender notice, or the tender notice says why not.',
  strength: 'law',
  source: 'Procurement Act 2023 s.17',
});

const conflictsConfirmed = rule({
  id: 'notice.confirms-conflicts-assessment',
  sentence:
    'A tender, transparency, contract details or contract change notice of a public contract confirms that conflicts of interest were assessed: they have been.',
  strength: 'law',
  source: 'Procurement Act 2023 s.83(1), (5)-(6)',
});

const reservedBelowThreshold = rule({
  id: 'notice.reserves-below-threshold',
  sentence:
    'A tender notice reserves a contract below the threshold alone, for small and medium-sized enterprises or value-driven organisations.',
  strength: 'law',
  source: 'Procurement Regulations 2024 as amended in 2026',
});

const supplierOnPlatform = rule({
  id: 'notice.names-supplier-on-platform',
  sentence:
    'Contract details below the threshold name their supplier by its identifier on the central digital platform (GB-PPON): it has one.',
  strength: 'policy',
  source: 'Procurement Regulations 2024 as amended in 2026, in force in stages from 24 March 2026',
});

const ofAnAward = rule({
  id: 'notice.of-an-award',
  sentence: 'A contract award notice (UK6) is of what was awarded, on the day of the award or later.',
  strength: 'law',
  source: 'Procurement Act 2023 s.50(1)-(2): it is published once it is decided to whom to award',
});

/** The rules on what a notice says, and on what has to be before it. */
export const noticeContentRules = [
  saysWhatIsItsOwn,
  engagementNoticed,
  conflictsConfirmed,
  reservedBelowThreshold,
  supplierOnPlatform,
  ofAnAward,
] as const;

type Notice = t.TypeOf<typeof NoticePublished.codec>;

const confirming: ReadonlySet<string> = new Set(['UK4', 'UK5', 'UK7', 'UK10']);

/** Speaking with possible providers and showing them a draft are both preliminary market engagement (s.16). */
const marketEngaged = ({ engagements, drafts }: CommissionState): boolean =>
  engagements.size > 0 || [...drafts.values()].some(({ sharedWith }) => sharedWith.includes('market'));

/** Whether a notice about this lot, or about all of them where none is named, tells of its market engagement. */
const engagementToldOf = (commission: CommissionState, { lot, publishedOn }: Notice): boolean =>
  [...noticesAbout(commission, ['UK2'], lot).values()].some((told) => told.publishedOn <= publishedOn);

const engagementTold = (commission: CommissionState, notice: Notice): Check => {
  const asked = notice.kind === 'UK4' && isPublicContract(commission) && marketEngaged(commission);
  const told = notice.noEngagementNotice !== undefined || engagementToldOf(commission, notice);
  return check(
    !asked || told,
    engagementNoticed,
    {
      engagements: [...commission.engagements.keys()],
      drafts: [...commission.drafts.keys()],
      publishedOn: notice.publishedOn,
    },
    '/noEngagementNotice',
  );
};

const ofNotice = ({ lot }: Notice, award: Award): boolean =>
  award.kind === 'contract' && stands(award) && (lot === undefined || award.lot === lot);

/** The providers of the contracts that a notice is about. */
export const suppliersOf = (commission: CommissionState, notice: Notice): ReadonlyArray<string> => [
  ...new Set(
    [...commission.awards.values()]
      .filter((award) => ofNotice(notice, award))
      .flatMap(({ provider }) => provider ?? []),
  ),
];

const platformScheme = 'GB-PPON';

const suppliersOnPlatform = (commission: CommissionState, context: Context, notice: Notice): Check => {
  const asked = notice.kind === 'UK7' && commission.route?.regime === 'below-threshold';
  const without = suppliersOf(commission, notice).filter((provider) => {
    const identifiers = context.providers.get(provider)?.identifiers ?? new Set<string>();
    return ![...identifiers].some((key) => key.startsWith(platformScheme));
  });
  return holdsOrExcepted(
    commission,
    !asked || without.length === 0,
    supplierOnPlatform,
    { providers: without, scheme: platformScheme },
    '/kind',
  );
};

/** What a contract award notice tells of has been awarded; an award brought in says no day. */
const awardedBefore = ({ awards }: CommissionState, { lot, publishedOn }: Notice): boolean =>
  [...awards.values()].some(
    (award) => (lot === undefined || award.lot === lot) && isNoticeOf(award, publishedOn),
  );

/** What a notice says fits its kind and its regime, and what has to be before it has been. */
export const noticeSound = (commission: CommissionState, context: Context, notice: Notice): Check => {
  const { kind, noEngagementNotice, reservedFor } = notice;
  const { route, conflicts } = commission;
  const ofTender = noEngagementNotice !== undefined || reservedFor !== undefined;
  const confirms = confirming.has(kind) && isPublicContract(commission);
  return allHold(
    check(!ofTender || kind === 'UK4', saysWhatIsItsOwn, { kind }, '/kind'),
    engagementTold(commission, notice),
    check(!confirms || conflicts !== undefined, conflictsConfirmed, { kind }, '/kind'),
    check(
      reservedFor === undefined || route?.regime === 'below-threshold',
      reservedBelowThreshold,
      { regime: route?.regime ?? null },
      '/reservedFor',
    ),
    suppliersOnPlatform(commission, context, notice),
    check(
      kind !== 'UK6' || awardedBefore(commission, notice),
      ofAnAward,
      { lot: notice.lot ?? null, publishedOn: notice.publishedOn },
      '/kind',
    ),
  );
};
