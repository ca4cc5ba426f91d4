import { commissionOf } from '@commissioning/kernel';
import { type Change, change, type Effect, found } from '@commissioning/projecting';
import { agreementChanged } from './agreement-events';
import { type HeldChanges, pendingKey } from './pending';
import { type Release, telling } from './release';
import type { Told } from './source';

type AgreementChange = Told<'AgreementVaried' | 'AgreementExtended'>;

const dataOf = (event: AgreementChange): HeldChanges['changes'][number] => {
  const { award, decision, agreedOn, amount = null } = event.data;
  const about = { commission: commissionOf(event), award, decision, agreedOn, amount };
  if (event.type === 'AgreementExtended')
    return { ...about, change: 'extended', starts: null, ends: event.data.ends };
  const { term } = event.data;
  return { ...about, change: 'varied', starts: term?.starts ?? null, ends: term?.ends ?? null };
};

/** A change of an agreement waits until the decision on it is published. */
export const changeWaits = (event: AgreementChange): Effect => ({
  reads: [],
  changes: [
    change<HeldChanges>(pendingKey.changes(commissionOf(event), event.data.award), (before) => ({
      changes: [...(before?.changes ?? []), dataOf(event)],
    })),
  ],
});

/** What a published decision tells of changes that were made under it: the last of either kind. */
export const changeReleases = (event: Told<'DecisionPublished'>, award: string): ReadonlyArray<Release> => {
  const waits = pendingKey.changes(commissionOf(event), award);
  return (['varied', 'extended'] as const).map((kind) => ({
    about: `award/${award}/${kind}`,
    tell: (lookup) => {
      const changes = found<HeldChanges>(lookup, waits)?.changes ?? [];
      const last = changes.findLast((each) => each.decision === event.data.decision && each.change === kind);
      return last && telling(agreementChanged, last);
    },
  }));
};

/** What a published decision was about waits no longer. */
export const changesTold = (event: Told<'DecisionPublished'>, award: string): Change =>
  change<HeldChanges>(pendingKey.changes(commissionOf(event), award), (before) => {
    const left = (before?.changes ?? []).filter(({ decision }) => decision !== event.data.decision);
    return left.length === 0 ? undefined : { changes: left };
  });
