import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import { pipe } from 'fp-ts/function';
import { alike, allHold, check } from '../../checks';
import { commissionAction } from '../action';
import { asksFor, onARoute, routeOf } from '../purchase/route';
import { OpeningKeysSet } from './opening-keys-events';

const keysBeforePublication = rule({
  id: 'opening-keys.before-publication',
  sentence: 'The keys that bids are sealed to are set before the specification is published, and stay.',
  strength: 'integrity',
  source: 'Sealed bids, Scottish Procurement Journey: a bid that was handed in cannot be sealed anew',
});

const keysForOpeners = rule({
  id: 'opening-keys.a-half-for-each-opener',
  sentence:
    'Where sealed bids are taken there are as many halves of the key as people who open them together.',
  strength: 'integrity',
  source: 'Opening of tenders by at least two people, logged: Scottish Procurement Journey',
});

const keysApart = rule({
  id: 'opening-keys.held-apart',
  sentence: 'Nobody holds keys of two halves, and no key is held twice.',
  strength: 'integrity',
  source: 'Separation of duties: no one person opens a bid alone',
});

const repeated = (values: ReadonlyArray<string>): ReadonlyArray<string> =>
  values.filter((value, index) => values.indexOf(value) !== index);

/** Sets the keys that bids are sealed to. Set again before publication, the last stand. */
export const setOpeningKeys = commissionAction({
  name: 'set-opening-keys',
  says: 'Set the keys that bids are sealed to, a half for each of those who open them together.',
  command: OpeningKeysSet.codec,
  roles: ['commissioning-officer'],
  rules: [onARoute, keysBeforePublication, keysForOpeners, keysApart],
  decide: (command) => (commission) => {
    if (alike(commission.openingKeys, command)) return E.right([]);
    const { halves } = command;
    const inHalves = halves.map((half) => [...new Set(half.map(({ holder }) => holder as string))]);
    const holders = repeated(inHalves.flat());
    const recipients = repeated(halves.flat().map(({ recipient }) => recipient));
    return pipe(
      routeOf(commission),
      E.chain((route) => {
        const asked = asksFor(route, 'sealed-bids') ? route.profile.openers : 0;
        return allHold(
          check(commission.specification === undefined, keysBeforePublication),
          check(
            halves.length === asked && asked > 1,
            keysForOpeners,
            { halves: halves.length, openers: asked },
            '/halves',
          ),
          check(holders.length + recipients.length === 0, keysApart, { holders, recipients }, '/halves'),
        );
      }),
      E.map(() => [OpeningKeysSet.make(command)]),
    );
  },
});
