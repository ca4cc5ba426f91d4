import { correctedFields, correctedIn, putRightIn } from '@commissioning/domain';
import { dayOf, commissionOf } from '@commissioning/kernel';
import { change, type Effect } from '@commissioning/projecting';
import type { CheckDocument, ProviderDocument } from './documents';
import { providerOf, type Told } from './events';

type OfProvider = Told<
  | 'ProviderRegistered'
  | 'ProviderDetailsChanged'
  | 'IdentifierClaimed'
  | 'ProviderExcluded'
  | 'ProviderReinstated'
  | 'EntryCorrected'
>;

const nothingYet = { formerNames: [], identifiers: [], exclusions: [], corrections: [] };

const providerAfter = (
  event: OfProvider,
  before: ProviderDocument | undefined,
): ProviderDocument | undefined => {
  switch (event.type) {
    case 'ProviderRegistered': {
      const { provider, name, sector, local } = event.data;
      return { provider, name, sector, local, registeredOn: dayOf(event), ...nothingYet };
    }
    case 'ProviderDetailsChanged': {
      const { changedOn: until, name, sector, local } = event.data;
      if (before === undefined) return undefined;
      const formerNames =
        name === undefined ? before.formerNames : [...before.formerNames, { name: before.name, until }];
      const { name: called, sector: of, local: here } = before;
      return { ...before, name: name ?? called, sector: sector ?? of, local: local ?? here, formerNames };
    }
    case 'IdentifierClaimed':
      return before && { ...before, identifiers: [...before.identifiers, event.data.identifier] };
    case 'EntryCorrected': {
      const corrections = [...(before?.corrections ?? []), ...correctedFields(event)];
      return before && { ...putRightIn(before, correctedIn(event.data)), corrections };
    }
    case 'ProviderExcluded': {
      const { ground, until = null } = event.data;
      const exclusion = { ground, from: dayOf(event), until, reinstated: null };
      return before && { ...before, exclusions: [...before.exclusions, exclusion] };
    }
    case 'ProviderReinstated': {
      const reinstated = { reason: event.data.reason, on: dayOf(event) };
      const last = (before?.exclusions.length ?? 0) - 1;
      return (
        before && {
          ...before,
          exclusions: before.exclusions.map((each, index) =>
            index === last ? { ...each, reinstated } : each,
          ),
        }
      );
    }
  }
};

/** What happens in a provider's own stream, but for diligence. */
export const ofProvider = (event: OfProvider): Effect => ({
  reads: [],
  changes: [
    change<ProviderDocument>({ collection: 'providers', id: providerOf(event) }, (before) =>
      providerAfter(event, before),
    ),
  ],
});

/** A provider was looked into, for whatever it may be awarded. */
export const isChecked = (event: Told<'DiligenceChecked'>): Effect => {
  const provider = providerOf(event);
  const { check, upTo = null, ...found } = event.data;
  return {
    reads: [],
    changes: [
      change<CheckDocument>({ collection: 'checks', id: `${provider}/${check}` }, () => ({
        provider,
        commission: null,
        ...found,
        upTo,
      })),
    ],
  };
};

/** A provider was looked into for one commission. It may be more than once, and none of these has an id of its own. */
export const isCheckedFor = (event: Told<'DueDiligenceCompleted'>): Effect => {
  const commission = commissionOf(event);
  return {
    reads: [],
    changes: [
      change<CheckDocument>({ collection: 'checks', id: `${commission}/${event.id}` }, () => ({
        commission,
        ...event.data,
        checkedOn: dayOf(event),
        upTo: null,
      })),
    ],
  };
};
