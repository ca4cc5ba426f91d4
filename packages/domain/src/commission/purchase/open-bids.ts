import { ActorId, DocumentRef, official, rule, struct } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import * as t from 'io-ts';
import { alike, allHold, type Check, check, present } from '../../checks';
import { commissionAction } from '../action';
import type { CommissionState, Revealed, Route } from '../state';
import { BidsOpened, OpenedBid } from './events';
import { deadlineExtended, extendedAfterHalt } from './halts';
import { freeOfInterest, interestsSettled } from './interests';
import { bidsAfterPublication, bidsWhereAsked, inTime } from './receive-bid';
import { asksFor, onARoute, routeOf } from './route';

const openedAfterDeadline = rule({
  id: 'opening.after-deadline',
  sentence: 'Bids are opened after the deadline in force, and none before.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2); sealed bids, Scottish Procurement Journey',
});

const openedTogether = rule({
  id: 'opening.together',
  sentence:
    'Bids are opened by as many different people as the route asks for, or on the log of a portal that is cited.',
  strength: 'integrity',
  source: 'Opening of tenders by at least two people, logged: Scottish Procurement Journey',
});

const openersDeclared = rule({
  id: 'opening.by-those-who-declared',
  sentence: 'A member of the panel who opens bids has declared their interests first.',
  strength: 'integrity',
  source: 'Procurement Act 2023 ss.81-83',
});

const openersHoldKeys = rule({
  id: 'opening.by-those-who-hold-the-keys',
  sentence: 'Bids that were sealed to keys are opened by people who hold them, one of each half.',
  strength: 'integrity',
  source: 'Opening of tenders by at least two people, logged: Scottish Procurement Journey',
});

const panelFirst = rule({
  id: 'opening.after-panel',
  sentence: 'Where bids are assessed by a panel, it stands before they are opened.',
  strength: 'integrity',
  source:
    'Equal treatment, Procurement Act 2023 s.12(2): who assesses is settled before it is known who bids',
});

const everyBidOnce = rule({
  id: 'opening.every-bid-once',
  sentence:
    'Every bid that was received and not withdrawn is opened, each of them once, all of them together.',
  strength: 'integrity',
  source: 'Equal treatment, Procurement Act 2023 s.12(2)',
});

const openedAfterClosing = rule({
  id: 'opening.after-closing',
  sentence:
    'Bids are opened after bidding was closed, with one published digest over what their bidders committed to.',
  strength: 'integrity',
  source: 'Design of the record: no bid can be exchanged between the deadline and the opening',
});

const openedOnce = rule({
  id: 'opening.once',
  sentence: 'Bids are opened once, and what they were found to hold then stands.',
  strength: 'integrity',
  source: 'Design of the record',
});

const OpenBids = struct(
  { openers: t.readonlyArray(ActorId), bids: official(t.readonlyArray(OpenedBid)) },
  { portalLog: DocumentRef },
  'OpenBids',
);
type OpenBids = t.TypeOf<typeof OpenBids>;

const enoughOpeners = ({ openers, portalLog }: OpenBids, { profile }: Route, actor: string): Check => {
  const different = new Set<string>(openers);
  const people = different.size >= Math.max(1, profile.openers) && different.has(actor);
  const each = different.size === openers.length;
  return check(
    each && (people || portalLog !== undefined),
    openedTogether,
    { openers, asked: profile.openers, actor },
    '/openers',
  );
};

const openersMayRead = (commission: CommissionState, route: Route, openers: ReadonlyArray<string>): Check => {
  const undeclared = openers.filter(
    (opener) => commission.panel.has(opener) && commission.declarations.get(opener)?.general === undefined,
  );
  return allHold(
    ...openers.map((opener) => freeOfInterest(commission, opener)),
    check(
      !asksFor(route, 'interest-declarations') || undeclared.length === 0,
      openersDeclared,
      { undeclared },
      '/openers',
    ),
  );
};

const openersHoldEveryHalf = ({ openingKeys }: CommissionState, openers: ReadonlyArray<string>): Check => {
  const halves = openingKeys?.halves.map((half) => half.map(({ holder }) => holder as string)) ?? [];
  const without = halves.filter((half) => !half.some((holder) => openers.includes(holder)));
  return check(without.length === 0, openersHoldKeys, { openers, without }, '/openers');
};

const revealsAll = (commission: CommissionState, revealed: ReadonlyArray<string>): Check => {
  const sealed = [...commission.bids]
    .filter(([, { seal, withdrawn }]) => seal !== undefined && !withdrawn)
    .map(([bid]) => bid);
  const missing = sealed.filter((bid) => !revealed.includes(bid));
  const unknown = revealed.filter((bid) => !sealed.includes(bid));
  const twice = revealed.filter((bid, index) => revealed.indexOf(bid) !== index);
  const exact = missing.length + unknown.length + twice.length === 0;
  return check(exact, everyBidOnce, { missing, unknown, twice }, '/bids');
};

/**
 * Opens the sealed bids together and records what they hold. A bid that is not what its bidder was acknowledged for
 * (`commitmentHolds` is false) is opened like the others: the incident is ours, and never a ground against the bidder.
 */
export const openBids = commissionAction({
  name: 'open-bids',
  says: 'Open the sealed bids, together and after the deadline.',
  command: OpenBids,
  roles: ['commissioning-officer'],
  rules: [
    bidsAfterPublication,
    onARoute,
    bidsWhereAsked,
    openedOnce,
    openedAfterDeadline,
    openedAfterClosing,
    deadlineExtended,
    panelFirst,
    openedTogether,
    interestsSettled,
    openersDeclared,
    openersHoldKeys,
    everyBidOnce,
  ],
  decide:
    (command, { now, actor }) =>
    (commission) => {
      const opened = [...commission.bids.values()].flatMap((bid) => bid.opened ?? []);
      const inOrder = (bids: ReadonlyArray<Revealed>) =>
        bids.toSorted((one, other) => (one.bid < other.bid ? -1 : 1));
      if (commission.opened && alike(inOrder(opened), inOrder(command.bids))) return E.right([]);
      return pipe(
        E.Do,
        E.bind('spec', () => present(commission.specification, bidsAfterPublication)),
        E.bind('route', () => routeOf(commission)),
        E.chainFirst(({ spec: { closes }, route }) =>
          allHold(
            check(asksFor(route, 'sealed-bids'), bidsWhereAsked, { route: route.profile.id }),
            check(!commission.opened, openedOnce),
            check(!inTime(commission, closes, now), openedAfterDeadline, { deadline: closes, asked: now }),
            extendedAfterHalt(commission),
            check(commission.panel.size > 0 || !asksFor(route, 'panel'), panelFirst),
            enoughOpeners(command, route, actor.id),
            openersMayRead(commission, route, command.openers),
            openersHoldEveryHalf(commission, command.openers),
            check(commission.closing !== undefined, openedAfterClosing),
            revealsAll(
              commission,
              command.bids.map(({ bid }) => bid),
            ),
          ),
        ),
        E.map(() => [BidsOpened.make(command)]),
      );
    },
});
