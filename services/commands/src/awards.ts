import type { CommissionEvent } from '@commissioning/domain';
import type { StoreUnavailable } from '@commissioning/event-store';
import { parseStreamName } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type { Unreadable } from './failure';
import { indexOf } from './log-index';
import type { CommandPorts } from './ports';

/** The commissions in which one of these providers was ever awarded money, here or before this record began. */
export type AwardedTo = (
  providers: ReadonlyArray<string>,
) => Promise<E.Either<StoreUnavailable | Unreadable, ReadonlyArray<string>>>;

const types = ['GrantAwarded', 'ContractAwarded', 'PriorAwardRecorded'] as const;

type Awarding = Extract<CommissionEvent, { type: (typeof types)[number] }>;

/** Keeps where which provider was awarded money, read from the log as far as it has come before each answer. */
export const awardsIn = (ports: Pick<CommandPorts, 'events' | 'keys'>): AwardedTo => {
  const byProvider = new Map<string, Set<string>>();

  const awards = { types, streamPrefix: 'commission-', clearance: 'released' } as const;
  const refresh = indexOf(ports, awards, (event) => {
    const { provider } = (event.data as Awarding['data']).recipient;
    const commission = parseStreamName(event.stream)?.id;
    if (provider === undefined || commission === undefined) return;
    byProvider.set(provider, (byProvider.get(provider) ?? new Set()).add(commission));
  });

  return async (providers) => {
    const refreshed = await refresh();
    if (E.isLeft(refreshed)) return refreshed;
    return E.right([...new Set(providers.flatMap((each) => [...(byProvider.get(each) ?? [])]))]);
  };
};
