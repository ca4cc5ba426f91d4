import { type Actor, type ActorId, type LocalId, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, type Check, check, present } from '../../checks';
import type { Context, Decision } from '../../context';
import type { CommissionEvent } from '../events';
import type { CommissionState } from '../state';
import { type Agreement, agreementLive, awardKnown, underAgreement } from './agreements';

const periodKnown = rule({
  id: 'return.for-an-agreed-period',
  sentence: 'A return is for a period that was agreed.',
  strength: 'integrity',
  source: 'GovS 015, grants: defined outputs and monitoring',
});

const periodEnded = rule({
  id: 'return.after-its-period',
  sentence:
    'A return is made on the last day of its period or later; the one report of a small award, as soon as the work is done.',
  strength: 'integrity',
  source: 'What has not happened cannot be certified',
});

const returnStands = rule({
  id: 'return.stands',
  sentence: 'A return stands as it was made until it is queried; once accepted it stands for good.',
  strength: 'integrity',
  source: 'Design of the record: a correction is linked to what it corrects',
});

export const certifiedByProvider = rule({
  id: 'return.certified-by-provider',
  sentence: 'A return is certified by the provider, never by the officer who enters it.',
  strength: 'integrity',
  source: 'GovS 015, grants: the recipient answers for its return',
});

/** A provider certifies what it enters itself; whoever else enters a return is not the one who certifies it. */
export const certifiedFor = (certifiedBy: ActorId, actor: Actor): Check =>
  check(
    (actor.role === 'provider') === (actor.id === certifiedBy),
    certifiedByProvider,
    { certifiedBy, actor: actor.id },
    '/certifiedBy',
  );

/** The rules that both kinds of return hold. */
export const returnRules = [
  awardKnown,
  agreementLive,
  periodKnown,
  returnStands,
  periodEnded,
  certifiedByProvider,
] as const;

interface Return {
  readonly award: LocalId;
  readonly period: LocalId;
  readonly certifiedBy: ActorId;
}

/** One return of a provider: which of the two, what it says, what else must hold of it, and the event it becomes. */
interface Making<Command extends Return> {
  readonly kind: 'kpi' | 'financial';
  readonly command: Command;
  readonly holds: (agreement: Agreement) => Check;
  readonly make: (command: Command) => CommissionEvent;
}

/** Decides a return under the rules that both kinds hold, then under its own. A queried return is made again. */
export const decideReturn =
  <Command extends Return>({ kind, command, holds, make }: Making<Command>, { actor, today }: Context) =>
  (commission: CommissionState): Decision<CommissionEvent> =>
    pipe(
      E.Do,
      E.bind('agreement', () => underAgreement(commission, command.award)),
      E.bind('period', ({ agreement: { award } }) =>
        present(
          award.periods.get(command.period),
          periodKnown,
          { periods: [...award.periods.keys()] },
          '/period',
        ),
      ),
      E.chain(({ agreement, period }) => {
        const { award } = agreement;
        const before = award.returns.get(command.period)?.[kind];
        const standing = before?.standing ?? 'none';
        const stands = standing === 'returned' || standing === 'accepted';
        if (stands && alike(before?.content, command)) return E.right([]);
        const once = award.kind !== 'prior' && commission.route?.profile.returns === 'once';
        return pipe(
          allHold(
            check(!stands, returnStands, { period: period.id, standing }, '/period'),
            check((once ? period.from : period.to) <= today, periodEnded, { ...period, today }, '/period'),
            certifiedFor(command.certifiedBy, actor),
            holds(agreement),
          ),
          E.map(() => [make(command)]),
        );
      }),
    );
