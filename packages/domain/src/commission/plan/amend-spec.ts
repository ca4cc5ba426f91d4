import { type Instant, rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import type * as t from 'io-ts';
import { allHold, type Check, check, present } from '../../checks';
import type { Context } from '../../context';
import { entrySaidOnce, saidOnce } from '../../entries';
import { commissionAction } from '../action';
import type { CommissionState, Specification } from '../state';
import { competitorsKnown } from '../purchase/competition';
import { SpecAmended } from './events';

const amendPublished = rule({
  id: 'amendment.of-published-spec',
  sentence: 'What is amended is a published specification.',
  strength: 'integrity',
  source: 'Design of the record',
});

const frozenAtOpening = rule({
  id: 'amendment.before-opening',
  sentence: 'Nothing is amended once bids have been opened, quotes have closed or an award is recommended.',
  strength: 'law',
  source: 'Procurement Act 2023 s.31: changes before the deadline; equal treatment, s.12(2)',
});

const onlyExtended = rule({
  id: 'amendment.after-deadline-extends',
  sentence: 'After the deadline and before opening the deadline may be extended for all, nothing else.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2): an outage is no bidder’s fault',
});

const neverShortened = rule({
  id: 'amendment.never-shortens',
  sentence: 'A deadline or cut-off is moved later, never earlier and never into the past.',
  strength: 'law',
  source: 'Procurement Act 2023 s.54; equal treatment, s.12(2)',
});

const cutOffByDeadline = rule({
  id: 'amendment.cut-off-by-deadline',
  sentence: 'The cut-off for clarifications is no later than the deadline.',
  strength: 'integrity',
  source: 'Design of the record',
});

const timesHold = (
  { closes, clarificationsUntil }: Specification,
  command: t.TypeOf<typeof SpecAmended.codec>,
  { now }: Context,
): Check => {
  const until = command.clarificationsUntil ?? clarificationsUntil;
  const deadline = command.closes ?? closes;
  return allHold(
    check(
      now <= closes || (command.closes !== undefined && command.clarificationsUntil === undefined),
      onlyExtended,
      { deadline: closes, received: now },
      '/closes',
    ),
    check(
      command.closes === undefined || (command.closes > closes && command.closes > now),
      neverShortened,
      { deadline: closes, asked: deadline, received: now },
      '/closes',
    ),
    check(
      command.clarificationsUntil === undefined || (until > clarificationsUntil && until > now),
      neverShortened,
      { cutOff: clarificationsUntil, asked: until, received: now },
      '/clarificationsUntil',
    ),
    check(until <= deadline, cutOffByDeadline, { cutOff: until, deadline }, '/clarificationsUntil'),
  );
};

const compared = (commission: CommissionState, now: Instant): boolean =>
  competitorsKnown(commission, now) || commission.recommendations.size > 0 || commission.awards.size > 0;

/** Changes the published specification for everybody alike; never its criteria, weights, scale or method. */
export const amendSpec = commissionAction({
  name: 'amend-spec',
  says: 'Amend the published specification for everybody alike, or extend its deadline.',
  command: SpecAmended.codec,
  roles: ['commissioning-officer'],
  rules: [amendPublished, entrySaidOnce, frozenAtOpening, onlyExtended, neverShortened, cutOffByDeadline],
  decide: (command, context) => (commission) =>
    saidOnce(commission.amendments.get(command.amendment), command, '/amendment', () =>
      pipe(
        present(commission.specification, amendPublished),
        E.chainFirst(() => check(!compared(commission, context.now), frozenAtOpening)),
        E.chain((spec) => timesHold(spec, command, context)),
        E.map(() => [SpecAmended.make(command)]),
      ),
    ),
});
