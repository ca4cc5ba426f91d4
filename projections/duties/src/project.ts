import type { DutyEvent, RuleBookEvent } from '@commissioning/domain';
import {
  bodyOf,
  CommissionRef,
  type Happened,
  type JsonObject,
  parseStreamName,
} from '@commissioning/kernel';
import type { DocumentKey, Projection } from '@commissioning/projecting';
import { dutyCollections, type DutyDocument, type DutyRuleDocument } from './documents';

type Adopted = Extract<RuleBookEvent, { type: 'RulesAdopted' }>;
type DutiesEvent = DutyEvent | Adopted;

/** The commission, or the body for itself, whose duties stand in a stream; or the body whose rules do. */
const ownerOf = (event: Happened<DutiesEvent>): string => parseStreamName(event.stream)?.id ?? event.stream;

const ruleKey = (body: string, version: number, rule: string): DocumentKey => ({
  collection: 'rules',
  id: `${body}/${version}/${rule}`,
});

const keys = (event: Happened<DutiesEvent>): ReadonlyArray<DocumentKey> => {
  const owner = ownerOf(event);
  if (event.type !== 'RulesAdopted') return [{ collection: 'duties', id: `${owner}/${event.data.duty}` }];
  const { version, duties } = event.data;
  return duties.map(({ id }) => ruleKey(owner, version, id));
};

/** A duty that falls due is put in the words of its rule. */
const reads = (event: Happened<DutiesEvent>): ReadonlyArray<DocumentKey> =>
  event.type === 'DutyFellDue'
    ? [ruleKey(bodyOf(ownerOf(event)), event.data.ruleBookVersion, event.data.rule)]
    : [];

const ruleAfter = (event: Happened<Adopted>, key: DocumentKey): DutyRuleDocument | undefined => {
  const { version, duties } = event.data;
  const found = duties.find(({ id }) => ruleKey(ownerOf(event), version, id).id === key.id);
  return found && { sentence: found.sentence, source: found.source };
};

const dutyAfter = (
  event: Happened<DutyEvent>,
  before: DutyDocument | undefined,
  rule: DutyRuleDocument | undefined,
): DutyDocument | undefined => {
  switch (event.type) {
    case 'DutyFellDue': {
      const { startedBy: _startedBy, ...data } = event.data;
      const owedFor = ownerOf(event) as DutyDocument['owedFor'];
      const commission = CommissionRef.is(owedFor) ? owedFor : null;
      const { sentence = '', source = '' } = rule ?? {};
      const standing = { liesWith: data.owedBy, standing: 'due', metOn: null } as const;
      return { owedFor, commission, ...data, sentence, source, ...standing };
    }
    case 'DutyMissed':
      return (
        before && {
          ...before,
          standing: 'overdue',
          liesWith: event.data.escalatedTo ?? before.liesWith,
        }
      );
    case 'DutyMet': {
      const standing = before?.standing === 'overdue' ? 'met-late' : 'met';
      return before && { ...before, standing, metOn: event.data.on };
    }
    case 'DutyLapsed':
      return before && { ...before, standing: 'lapsed' };
  }
};

/** Who owes what by when: due, overdue, met, met late, by commission, of a body for itself, and by who is to act. */
export const duties: Projection<DutiesEvent> = {
  name: 'duties',
  version: 2,
  sees: 'official',
  collections: dutyCollections,
  handles: ['RulesAdopted', 'DutyFellDue', 'DutyMissed', 'DutyMet', 'DutyLapsed'],
  keys,
  reads,
  project: (event, key, before, lookup) => {
    if (event.type === 'RulesAdopted') return ruleAfter(event, key) as JsonObject | undefined;
    const [rule] = reads(event).map(lookup);
    return dutyAfter(
      event,
      before as unknown as DutyDocument | undefined,
      rule as unknown as DutyRuleDocument | undefined,
    ) as unknown as JsonObject | undefined;
  },
};
