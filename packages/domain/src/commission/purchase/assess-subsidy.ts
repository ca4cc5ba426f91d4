import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check } from '../../checks';
import { datesNotInTheFuture, notInTheFuture } from '../../not-in-future';
import { commissionAction } from '../action';
import { stands } from '../standing';
import { notifiedFirst, toldFirst } from './assistance';
import { SubsidyAssessed } from './events';

const subsidyByRoute = rule({
  id: 'subsidy.by-a-route',
  sentence: 'A subsidy is given by a route that makes it lawful; what is no subsidy needs none.',
  strength: 'law',
  source: 'Subsidy Control Act 2022 ss.12, 36-39',
});

const subsidyConfirmed = rule({
  id: 'subsidy.confirmed-by-enterprise',
  sentence:
    'Before minimal assistance or assistance for public interest services is given, the enterprise confirms in writing what it has received.',
  strength: 'law',
  source: 'Subsidy Control Act 2022 ss.37 and 39',
});

const confirmedInWriting = rule({
  id: 'subsidy.confirmation-in-writing',
  sentence:
    'What an enterprise confirms it confirms in writing: the paper is kept, or it is said where it is.',
  strength: 'law',
  source: 'Subsidy Control Act 2022 ss.37 and 39: written confirmation',
});

const subsidyBeforeAward = rule({
  id: 'subsidy.before-award',
  sentence: 'Whether an award is a subsidy is settled before it is made.',
  strength: 'law',
  source: 'Subsidy Control Act 2022 s.12: principles are considered before deciding to give',
});

/** Notes whether money for a provider is a subsidy. Until an award to it, a later assessment replaces an earlier one. */
export const assessSubsidy = commissionAction({
  name: 'assess-subsidy',
  says: 'Assess whether an award to a provider would be a subsidy, and by which route it is lawful.',
  command: SubsidyAssessed.codec,
  roles: ['commissioning-officer', 'finance'],
  rules: [
    subsidyBeforeAward,
    subsidyByRoute,
    subsidyConfirmed,
    confirmedInWriting,
    datesNotInTheFuture,
    notifiedFirst,
  ],
  decide: (command, context) => (commission) => {
    const { provider, isSubsidy, route, confirmation } = command;
    if (alike(commission.subsidies.get(provider), command)) return E.right([]);
    const awarded = [...commission.awards]
      .filter(([, award]) => award.provider === provider && stands(award))
      .map(([award]) => award);
    return pipe(
      allHold(
        check(awarded.length === 0, subsidyBeforeAward, { provider, awarded }, '/provider'),
        check(isSubsidy === (route !== undefined), subsidyByRoute, { isSubsidy }, '/route'),
        check(
          route === undefined || route === 'full-assessment' || confirmation !== undefined,
          subsidyConfirmed,
          { route: route ?? null },
          '/confirmation',
        ),
        check(
          confirmation === undefined ||
            confirmation.reference !== undefined ||
            confirmation.document !== undefined,
          confirmedInWriting,
          { provider },
          '/confirmation/reference',
        ),
        notInTheFuture(context, confirmation?.confirmedOn, '/confirmation/confirmedOn'),
        toldFirst(commission, command),
      ),
      E.map(() => [SubsidyAssessed.make(command)]),
    );
  },
});
