import { correctedIn, putRightIn } from '@commissioning/domain';
import { dayOf, commissionOf, type Happened, parseStreamName } from '@commissioning/kernel';
import { byEffects, change, type Effect, found, noEffect, type Projection } from '@commissioning/projecting';
import {
  awardFallsThrough,
  awardKept,
  decisionReleases,
  isPaid,
  priorAwardKept,
  priorAwardPutRight,
  sumOf,
} from './awards';
import { changeKept, isSigned } from './contracts';
import { type EntryDocument, type HeldInstrument, specifiedInformationCollections } from './documents';
import { entry, withholding } from './entry';
import { type SpecifiedEvent, specifiedTypes, type Told } from './events';
import { entryKey, pendingKey } from './keys';
import { isAbove, thresholdOn, thresholdsKept } from './thresholds';

const instrumentKept = (event: Told<'InstrumentChosen'>): Effect => {
  const { instrument, legalPower } = event.data;
  return {
    reads: [],
    changes: [
      change<HeldInstrument>(pendingKey.instrument(commissionOf(event)), () => ({ instrument, legalPower })),
    ],
  };
};

/** A published specification of a contract is an invitation to tender; what its lots offer is what it may come to. */
const isInvited = (event: Told<'SpecPublished'>): Effect => {
  const commission = commissionOf(event);
  const { title, need, lots, document = null } = event.data;
  const [instrument, on] = [pendingKey.instrument(commission), dayOf(event)];
  const amount = sumOf(lots.map(({ envelope }) => envelope)) ?? null;
  return {
    reads: [instrument, pendingKey.thresholds(event.metadata.body)],
    changes: [
      change<EntryDocument>(entryKey('invitations-to-tender', commission), (_before, lookup) => {
        const held = found<HeldInstrument>(lookup, instrument);
        const threshold = thresholdOn(lookup, event, 'contract', on);
        if (held?.instrument !== 'contract' || (amount !== null && !isAbove(amount, threshold)))
          return undefined;
        const { legalPower } = held;
        const list = 'invitations-to-tender';
        return entry({ list, commission, title, purpose: need, legalPower, amount, document, threshold, on });
      }),
    ],
  };
};

const isTaken = (event: Told<'DecisionTaken'>): Effect => {
  const { decision, title, reasons, capacity } = event.data;
  return {
    reads: [],
    changes: [
      change<EntryDocument>(pendingKey.decision(decision), () =>
        entry({ list: 'decisions', decision, title, reasons, capacity, on: dayOf(event) }),
      ),
    ],
  };
};

const isDecided = (event: Told<'DecisionPublished'>, decision: string): Effect => {
  const held = pendingKey.decision(decision);
  const { channel, reference, withheld } = event.data;
  return {
    reads: [held],
    changes: [
      change<EntryDocument>(entryKey('decisions', decision), (before, lookup) => {
        const taken = found<EntryDocument>(lookup, held);
        return taken ? withholding({ ...taken, publishedAt: `${channel}: ${reference}` }, withheld) : before;
      }),
      change<EntryDocument>(held, () => undefined),
    ],
  };
};

const isMinuted = (event: Told<'MinutesPublished'>): Effect => {
  const { decision, minutes, meeting, heldOn, matter, channel, reference, withheld } = event.data;
  const { document = null } = event.data;
  const publishedAt = `${channel}: ${reference}`;
  return {
    reads: [],
    changes: [
      change<EntryDocument>(entryKey('minutes', decision, minutes), () =>
        withholding(
          entry({
            list: 'minutes',
            decision,
            title: meeting,
            purpose: matter,
            document,
            publishedAt,
            on: heldOn,
          }),
          withheld,
        ),
      ),
    ],
  };
};

/** Where a decision was published is listed with its channel. */
const publishedRight = (
  before: EntryDocument,
  reference: { readonly from: string; readonly to: string } | undefined,
): EntryDocument => {
  const { publishedAt } = before;
  if (reference === undefined || publishedAt?.endsWith(`: ${reference.from}`) !== true) return before;
  return { ...before, publishedAt: `${publishedAt.slice(0, -reference.from.length)}${reference.to}` };
};

/** The title of a decision is put right where it waits and where it is listed, and so is where it was published. */
const isCorrected = (event: Told<'EntryCorrected'>, decision: string): Effect => {
  const fields = correctedIn(event.data);
  const right = (before: EntryDocument | undefined): EntryDocument | undefined => {
    if (before === undefined) return undefined;
    return event.data.of === 'DecisionPublished'
      ? publishedRight(before, fields[0])
      : putRightIn(before, fields, (field) => (field === '/title' ? field : undefined));
  };
  return {
    reads: [],
    changes: [
      change<EntryDocument>(pendingKey.decision(decision), right),
      change<EntryDocument>(entryKey('decisions', decision), right),
    ],
  };
};

const inCommission = (
  event: Exclude<
    Happened<SpecifiedEvent>,
    Told<'RulesAdopted' | 'DecisionTaken' | 'MinutesPublished' | 'EntryCorrected'>
  >,
): Effect => {
  switch (event.type) {
    case 'InstrumentChosen':
      return instrumentKept(event);
    case 'SpecPublished':
      return isInvited(event);
    case 'GrantAwarded':
    case 'ContractAwarded':
      return awardKept(event);
    case 'PriorAwardRecorded':
      return priorAwardKept(event);
    case 'AwardDeclined':
      return awardFallsThrough(event);
    case 'DecisionPublished':
      return decisionReleases(event);
    case 'AgreementSigned':
      return isSigned(event);
    case 'AgreementVaried':
    case 'AgreementExtended':
      return changeKept(event);
    case 'PaymentMade':
      return isPaid(event);
  }
};

const effectOf = (event: Happened<SpecifiedEvent>): Effect => {
  if (event.type === 'RulesAdopted') return { reads: [], changes: [thresholdsKept(event)] };
  if (event.type === 'DecisionTaken') return isTaken(event);
  if (event.type === 'MinutesPublished') return isMinuted(event);
  const stream = parseStreamName(event.stream);
  if (event.type === 'EntryCorrected') {
    if (event.data.of === 'PriorAwardRecorded') return priorAwardPutRight(event);
    return stream?.kind === 'decision' ? isCorrected(event, stream.id) : noEffect;
  }
  if (stream?.kind === 'commission') return inCommission(event);
  return event.type === 'DecisionPublished' && stream !== undefined ? isDecided(event, stream.id) : noEffect;
};

/**
 * The lists that the Specified Information Order asks a commissioning body to publish, as far as they are of
 * commissioning. Which list something belongs to goes by the power it was done under and by the thresholds of the rules
 * in force on its day. Nothing enters a list before the event that makes it public.
 */
export const specifiedInformation: Projection<SpecifiedEvent> = {
  name: 'specified-information',
  version: 6,
  sees: 'released',
  collections: specifiedInformationCollections,
  handles: specifiedTypes,
  ...byEffects(effectOf),
};
