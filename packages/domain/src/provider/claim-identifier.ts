import { rule } from '@commissioning/kernel';
import * as E from 'fp-ts/Either';
import type * as t from 'io-ts';
import { check } from '../checks';
import { providerAction } from './action';
import { IdentifierClaimed } from './events';
import { identifierKey } from './state';

const identifierClaimedOnce = rule({
  id: 'provider.identifier-claimed-once',
  sentence: 'An identifier belongs to one provider of the body.',
  strength: 'integrity',
  source: 'Companies House and Charity Commission numbers name one organisation each',
});

type ClaimIdentifier = t.TypeOf<typeof IdentifierClaimed.codec>;

/** Gives a provider an identifier that no other provider of the body holds. */
export const claimIdentifier = providerAction<ClaimIdentifier>({
  name: 'claim-identifier',
  says: 'Give a provider an identifier, such as a company or charity number.',
  command: IdentifierClaimed.codec,
  roles: ['commissioning-officer', 'administrator'],
  rules: [identifierClaimedOnce],
  needs: ({ identifier }) => ({ identifiers: [identifierKey(identifier)] }),
  decide: (command, context) => (state) => {
    const key = identifierKey(command.identifier);
    if (state.identifiers.has(key)) return E.right([]);
    const holder = [...context.providers].find(([, other]) => other.identifiers.has(key));
    const facts = { identifier: key, heldBy: holder?.[0] ?? null };
    const free = check(holder === undefined, identifierClaimedOnce, facts, '/identifier');
    return E.isLeft(free) ? free : E.right([IdentifierClaimed.make(command)]);
  },
});
