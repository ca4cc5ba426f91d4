import type { CommissionEvent, PanelReading } from '@commissioning/domain';
import type { ActorId, Happened, Instant, Role } from '@commissioning/kernel';
import type { FileDocument, PartDocument, PartKind, ScoresDocument } from './documents';
import { partsOf } from './parts';

const onTheMatter: ReadonlyArray<Role> = ['commissioning-officer', 'approver', 'auditor'];
const andFinance: ReadonlyArray<Role> = [...onTheMatter, 'finance'];
const andPanel: ReadonlyArray<Role> = [...onTheMatter, 'panel-member'];
const takingPart: ReadonlyArray<Role> = [...andFinance, 'panel-member'];
const allWithin: ReadonlyArray<Role> = [...takingPart, 'administrator'];

/**
 * Which roles read which kind of part. Providers and the public read none of a file: what they may know of a
 * commission is published. Further conditions on bids, quotes and what is scored stand below.
 */
const readersOf: Readonly<Record<PartKind, ReadonlyArray<Role>>> = {
  // What is, or is about to be, public.
  need: allWithin,
  specification: allWithin,
  lot: allWithin,
  'award-matrix': allWithin,
  amendment: allWithin,
  question: allWithin,
  notice: allWithin,
  // What stops those who take part, with reasons that are public no sooner than the decision.
  halt: takingPart,
  cancellation: takingPart,
  // What was found out and weighed before.
  evidence: onTheMatter,
  'co-commissioning': onTheMatter,
  assessment: onTheMatter,
  consultation: onTheMatter,
  engagement: onTheMatter,
  draft: onTheMatter,
  'procurement-advice': onTheMatter,
  'direct-award': onTheMatter,
  conflicts: onTheMatter,
  'opening-keys': onTheMatter,
  'bidding-closed': onTheMatter,
  // People and what they declared; whoever declared reads their own.
  'panel-member': andPanel,
  interests: onTheMatter,
  'interest-settled': onTheMatter,
  // What competes, and how it was seen.
  quote: andPanel,
  bid: andPanel,
  exclusion: andPanel,
  'low-bid': onTheMatter,
  'exclusion-notice': onTheMatter,
  subcontracting: onTheMatter,
  lock: andPanel,
  moderation: andPanel,
  movement: andPanel,
  evaluation: andPanel,
  recommendation: andPanel,
  reserve: andPanel,
  summaries: onTheMatter,
  feedback: onTheMatter,
  // Money, what it is owed under, and what has to be settled before it is paid.
  instrument: andFinance,
  route: andFinance,
  allocation: andFinance,
  'co-commissioner': andFinance,
  contribution: andFinance,
  'contribution-receipt': andFinance,
  'contribution-withdrawal': andFinance,
  release: andFinance,
  'funding-conditions': andFinance,
  exception: andFinance,
  'assistance-notice': andFinance,
  subsidy: andFinance,
  'assistance-confirmation': andFinance,
  'subsidy-entry': andFinance,
  diligence: andFinance,
  award: andFinance,
  'no-award': andFinance,
  publication: andFinance,
  standstill: andFinance,
  challenge: andFinance,
  agreement: andFinance,
  return: andFinance,
  invoice: andFinance,
  payment: andFinance,
  dispute: andFinance,
  recovery: andFinance,
  breach: andFinance,
  variation: andFinance,
  extension: andFinance,
  termination: andFinance,
  // What came of it, in the words of those it was done for.
  kpi: onTheMatter,
  review: onTheMatter,
  correction: onTheMatter,
  heard: onTheMatter,
  improvement: onTheMatter,
  withholding: onTheMatter,
  insight: onTheMatter,
  closing: andFinance,
};

/** Kinds of part that speak of what competes for a lot. */
const ofCompetition: ReadonlySet<PartKind> = new Set<PartKind>([
  'exclusion',
  'lock',
  'moderation',
  'movement',
  'evaluation',
  'recommendation',
  'reserve',
]);

/** Somebody who reads a file; a member of its panel with what their declarations leave them. */
export interface Reader {
  readonly id: ActorId;
  readonly role: Role;
  readonly panel?: PanelReading;
}

/** How far a competition has come: nothing of a bid is read before the opening, nothing of a quote before it closes. */
export interface Competition extends Pick<FileDocument, 'opened' | 'closes' | 'halts' | 'cancelled'> {
  readonly now: Instant;
}

/** A deadline that fell into a halt is extended before anything is compared: until then it has not passed. */
const inHalt = (closes: Instant, halts: Competition['halts']): boolean =>
  halts.some(({ from, until }) => from <= closes && (until === null || closes <= until));

const quotesClosed = ({ closes, now, halts, cancelled }: Competition): boolean =>
  closes === null || (now > closes && (cancelled || !inHalt(closes, halts)));

/** Whether a role reads anything of a file. Of a panel's members those alone who are on the panel of this one. */
export const readsFiles = (role: Role): boolean => allWithin.includes(role);

const isOwn = ({ id }: Reader, part: PartDocument): boolean =>
  (part.kind === 'interests' && part.id === id) || (part.kind === 'interest-settled' && part['actor'] === id);

const only = (part: PartDocument, ...fields: ReadonlyArray<string>): PartDocument => {
  const { commission, kind, id, of } = part;
  const kept = fields.flatMap((field) => (field in part ? [[field, part[field]] as const] : []));
  return { ...Object.fromEntries(kept), commission, kind, id, of };
};

/**
 * Whether a reader may know how bids compare in a lot, or in none of them alone: everybody who reads it at all, but for
 * members of the panel who have not declared or are barred.
 */
const readsLot = ({ panel }: Reader, lot: string | null): boolean =>
  panel === undefined || (panel.declared && (lot === null || panel.freeIn(lot)));

type Offers = ReadonlyArray<{ readonly lot: string }>;

/** A bid as a member of the panel reads it: whose it is, and once they have declared what it offers in their lots. */
const bidForPanel = (part: PartDocument, reader: Reader): PartDocument => {
  const offers = (part['offers'] as Offers | undefined) ?? [];
  const open = offers.filter(({ lot }) => readsLot(reader, lot));
  return open.length === 0 ? only(part, 'bidder', 'standing') : { ...part, offers: open };
};

const quoteForPanel = (part: PartDocument, reader: Reader): PartDocument =>
  readsLot(reader, String(part['lot'])) ? part : only(part, 'invited', 'from', 'standing');

/** A quote before its competition closes: the invitation, where there was one, and not whether it was answered. */
const invitation = (part: PartDocument): PartDocument | undefined =>
  'invited' in part ? only(part, 'invited', 'local', 'noLocalProvider') : undefined;

/** A return for those who pay on it: how its measures stand, and none of what they and users say. */
const returnForFinance = (part: PartDocument): PartDocument => {
  const { kpi, ...rest } = part as PartDocument & { readonly kpi?: { readonly standing: string } };
  return kpi === undefined ? rest : { ...rest, kpi: { standing: kpi.standing } };
};

/** Finance reads that something was challenged, and not which bid it was that had been left out. */
const withoutTheBid = ({
  exclusionOf: _bid,
  ...part
}: PartDocument & { readonly exclusionOf?: unknown }): PartDocument => part as PartDocument;

/** Why a slip was put right is for those on the matter, also where the part is about to be public. */
const withoutReasons = (part: PartDocument): PartDocument => {
  const { corrections, ...rest } = part as PartDocument & {
    readonly corrections?: ReadonlyArray<{ readonly reason: string }>;
  };
  if (corrections === undefined) return part;
  return { ...rest, corrections: corrections.map(({ reason: _reason, ...told }) => told) };
};

const cut = (part: PartDocument, reader: Reader, competition: Competition): PartDocument | undefined => {
  const { kind, of } = part;
  if (kind === 'bid') {
    if (competition.opened === null) return undefined;
    return reader.panel === undefined ? part : bidForPanel(part, reader);
  }
  // How many committed themselves is told with the bids and not before.
  if (kind === 'bidding-closed' && competition.opened === null) return undefined;
  if (kind === 'quote') {
    if (!quotesClosed(competition)) return invitation(part);
    return reader.panel === undefined ? part : quoteForPanel(part, reader);
  }
  if (kind === 'return' && reader.role === 'finance') return returnForFinance(part);
  if (kind === 'challenge' && reader.role === 'finance') return withoutTheBid(part);
  if (ofCompetition.has(kind) && !readsLot(reader, of)) return undefined;
  return andFinance.includes(reader.role) ? part : withoutReasons(part);
};

/** A part as a reader may see it; undefined when they may not know that it is there. */
export const partSeen =
  (reader: Reader, competition: Competition) =>
  (part: PartDocument): PartDocument | undefined =>
    readersOf[part.kind].includes(reader.role) || isOwn(reader, part)
      ? cut(part, reader, competition)
      : undefined;

/** A file at a glance. Its revision and when it changed last count sealed bids: they are for those who work here. */
export const fileSeen = (reader: Reader, file: FileDocument): Partial<FileDocument> => {
  if (reader.panel === undefined) return file;
  const { revision: _revision, changedAt: _changedAt, ...seen } = file;
  return seen;
};

/** Whether an event stands in the history that a reader is given: one of the parts it touches is theirs to read. */
export const eventSeen =
  ({ role }: Reader, competition: Competition) =>
  (event: Happened<CommissionEvent>): boolean => {
    const { type } = event;
    if (type === 'QuoteReceived' || type === 'QuoteDeclined')
      return quotesClosed(competition) && readersOf.quote.includes(role);
    // That somebody scored is known to those who know that they locked; what, is not in the history.
    if (type === 'BidScored') return readersOf.lock.includes(role);
    return partsOf(event).some(
      ({ kind }) =>
        ((kind !== 'bid' && kind !== 'bidding-closed') || competition.opened !== null) &&
        readersOf[kind].includes(role),
    );
  };

/** Whether a role reads anything of how bids were scored. */
export const readsEvaluations = (role: Role): boolean => readersOf.evaluation.includes(role);

/** Whether a role reads what was found for the measures of an award, before and beside what of it is public. */
export const readsMeasures = (role: Role): boolean => readersOf.kpi.includes(role);

const ofProvider: ReadonlyArray<PartKind> = ['award', 'diligence', 'return', 'invoice', 'payment'];

/** Whether a role reads what there is of a provider across commissions: whoever reads all of that in each of them. */
export const readsProviders = (role: Role): boolean =>
  ofProvider.every((kind) => readersOf[kind].includes(role));

/** Whether somebody's scores are shown to a reader: their own, and the others' once all in the lot have locked. */
export const scoresSeen =
  (reader: Reader, opened: (lot: string) => boolean) =>
  ({ lot, assessor }: Pick<ScoresDocument, 'lot' | 'assessor'>): boolean =>
    readsEvaluations(reader.role) && readsLot(reader, lot) && (assessor === reader.id || opened(lot));

/** Kinds of part that hold what only those may see who must know: what people said, declared or compete with. */
const sensitiveKinds: ReadonlySet<PartKind> = new Set<PartKind>([
  'interests',
  'interest-settled',
  'bid',
  'quote',
  'return',
  'correction',
  'heard',
  'withholding',
]);

/** Which kinds of sensitive parts are among those that a reader is shown. Of a return finance is shown no more than sums. */
export const sensitiveAmong = (
  { role }: Reader,
  parts: ReadonlyArray<Pick<PartDocument, 'kind'>>,
): ReadonlyArray<PartKind> => {
  const kinds = [...new Set(parts.map(({ kind }) => kind))].filter((kind) => sensitiveKinds.has(kind));
  return kinds.filter((kind) => kind !== 'return' || role !== 'finance').toSorted();
};
